// Package oversight shows and checks what the other rooms did: published figures, the record, exports, audits.
package oversight

import "github.com/balajol/balajol/service"

// Service holds the use cases of those who look on.
type Service struct{ *service.Deps }

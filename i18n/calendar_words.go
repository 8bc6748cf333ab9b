package i18n

import "time"

// calendarWords are the names of months and days in one language.
type calendarWords struct {
	months   [12]string
	genitive [12]string // "of March", where it differs from the name; else the names again
	weekdays [7]string  // from Sunday, as in package time
}

func (w calendarWords) month(m time.Month) string { return w.months[(m+11)%12] }

func (w calendarWords) ofMonth(m time.Month) string { return w.genitive[(m+11)%12] }

var calendarOf = map[Lang]calendarWords{
	Kazakh: {
		months:   kazakhMonths,
		genitive: kazakhMonths,
		weekdays: [7]string{"жексенбі", "дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі"},
	},
	Russian: {
		months: [12]string{
			"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
		},
		genitive: [12]string{
			"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
		},
		weekdays: [7]string{"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"},
	},
	English: {
		months:   englishMonths,
		genitive: englishMonths,
		weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	},
}

var kazakhMonths = [12]string{
	"қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
}

var englishMonths = [12]string{
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
}

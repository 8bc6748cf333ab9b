package admission

import (
	"slices"
	"strings"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// The columns of an old list, by our names.
const (
	colNumber     = "number"     // place in the old queue
	colList       = "list"       // the old queue, where numbers begin anew in each
	colRegistered = "registered" // day of registration, with or without its time
	colTime       = "time"       // time of registration, where it stands apart
	colChild      = "child_iin"
	colBirth      = "birth_date"
	colGuardian   = "guardian_iin"
	colPhone      = "phone"
	colLanguage   = "language"
	colGround     = "ground"
	colChoices    = "choices" // kindergartens, the best first; choices_2 … for further columns
	colSettlement = "settlement"
	colDistrict   = "district"
	colKinder     = "kindergarten"
	colGroup      = "group"
	colFrom       = "from" // first day in the group
	moreChoices   = 6
)

// required are the columns without which a list means nothing.
var required = map[preschool.TakeoverKind][]string{
	preschool.TakeoverQueue:  {colRegistered, colChild, colGuardian},
	preschool.TakeoverPlaced: {colChild, colGuardian, colKinder, colGroup},
}

// optional are the others of each kind.
var optional = map[preschool.TakeoverKind][]string{
	preschool.TakeoverQueue: {colNumber, colList, colTime, colBirth, colPhone, colLanguage, colGround, colChoices, "choices_2", "choices_3",
		"choices_4", "choices_5", "choices_6", colSettlement, colDistrict},
	preschool.TakeoverPlaced: {colBirth, colPhone, colLanguage, colDistrict, colFrom},
}

// headings are the words by which old systems call a column, in Kazakh, Russian and English, folded; a name of our own always
// counts. They are guesses of this program: the officer sees the mapping before anything is loaded.
var headings = map[string][]string{
	colNumber: {"no", "n", "n п п", "nпп", "п п", "номер", "номер очереди", "номер в очереди", "очередность", "рет саны", "р с", "кезек номери", "кезек нөмірі",
		"нөмірі", "queue number", "position", "no in queue"},
	colList:       {"список", "очередь", "вид очереди", "возрастная очередь", "тізім", "кезек", "кезек түрі", "queue"},
	colRegistered: {"дата регистрации", "дата подачи", "дата подачи заявления", "дата постановки", "дата постановки в очередь", "дата заявления", "дата и время регистрации", "дата и время подачи", "тіркелген күні", "тіркеу күні", "өтініш күні", "өтініш берілген күн", "кезекке қойылған күні", "registered at", "registration date", "date of registration", "application date"},
	colTime:       {"время", "время регистрации", "время подачи", "уақыты", "тіркелген уақыты", "registration time"},
	colChild:      {"иин", "иин ребенка", "иин ребёнка", "жсн", "бала жсн", "баланың жсн", "баланың жсн і", "iin", "child iin", "iin of the child"},
	colBirth:      {"дата рождения", "дата рождения ребенка", "дата рождения ребёнка", "д р", "туған күні", "баланың туған күні", "birth date", "date of birth"},
	colGuardian: {"иин родителя", "иин заявителя", "иин законного представителя", "иин матери", "иин отца", "ата ана жсн", "ата анасының жсн", "өтініш беруші жсн",
		"өтініш берушінің жсн", "заңды өкілдің жсн", "parent iin", "guardian iin", "applicant iin"},
	colPhone: {"телефон", "телефон родителя", "телефон заявителя", "номер телефона", "моб телефон", "мобильный телефон", "контактный телефон", "контакты",
		"телефоны", "телефон нөмірі", "байланыс телефоны", "ұялы телефон", "mobile", "phone number"},
	colLanguage:   {"язык", "язык обучения", "язык воспитания", "тіл", "тілі", "оқыту тілі", "тәрбиелеу тілі", "language of teaching"},
	colGround:     {"льгота", "категория", "льготная категория", "вид льготы", "жеңілдік", "жеңілдік түрі", "санат", "санаты", "priority", "privilege", "category"},
	colChoices:    {"детский сад", "детские сады", "желаемые сады", "выбранные сады", "выбор", "сад 1", "детский сад 1", "выбор 1", "балабақша", "балабақшалар", "таңдаған балабақшалар", "таңдау", "балабақша 1", "таңдау 1", "kindergartens", "choice 1", "choices 1"},
	"choices_2":   {"сад 2", "детский сад 2", "выбор 2", "балабақша 2", "таңдау 2", "choice 2"},
	"choices_3":   {"сад 3", "детский сад 3", "выбор 3", "балабақша 3", "таңдау 3", "choice 3"},
	"choices_4":   {"сад 4", "детский сад 4", "выбор 4", "балабақша 4", "таңдау 4", "choice 4"},
	"choices_5":   {"сад 5", "детский сад 5", "выбор 5", "балабақша 5", "таңдау 5", "choice 5"},
	"choices_6":   {"сад 6", "детский сад 6", "выбор 6", "балабақша 6", "таңдау 6", "choice 6"},
	colSettlement: {"населенный пункт", "населённый пункт", "место жительства", "елді мекен", "тұрғылықты жері"},
	colDistrict:   {"район", "район города", "аудан", "аудан атауы"},
	colKinder:     {"детский сад", "дс", "садик", "наименование дс", "наименование детского сада", "организация", "балабақша", "балабақша атауы", "ұйым", "kindergarten name", "organisation"},
	colGroup:      {"группа", "номер группы", "n группы", "топ", "топ нөмірі", "топтың нөмірі", "group number"},
	colFrom:       {"дата зачисления", "зачислен", "дата договора", "дата приема", "дата приёма", "қабылданған күні", "шарт күні", "enrolled", "enrolled on", "contract date"},
}

// Mapping tells for each column of ours by which heading the file calls it, and what words in its cells mean: words by
// column, as in {"ground": {"Көпбалалы": "large_family"}}.
type Mapping struct {
	Columns map[string]string            `json:"columns"`
	Words   map[string]map[string]string `json:"words"`
}

// foldHeading is a heading as it is compared: lower case, signs as spaces.
func foldHeading(s string) string {
	s = strings.ToLower(strings.ReplaceAll(s, "№", " n "))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r > 127)
	}), " ")
}

// columnsOf finds the place of each column: by the mapping where it names one, else by the words of the heading. A list
// without its required columns is refused, and so is a mapping to a heading that is not there.
func columnsOf(kind preschool.TakeoverKind, header []string, m Mapping) (map[string]int, error) {
	known := slices.Concat(required[kind], optional[kind])
	places := map[string]int{}
	for column, heading := range m.Columns {
		at := slices.IndexFunc(header, func(h string) bool { return foldHeading(h) == foldHeading(heading) })
		if at < 0 || !slices.Contains(known, column) {
			return nil, register.Refuse(register.Invalid, "takeover.mapping").With("column", column)
		}
		places[column] = at
	}
	for at, h := range header {
		for _, column := range known {
			if _, mapped := places[column]; !mapped && names(column, h) && !taken(places, at) {
				places[column] = at
				break
			}
		}
	}
	for _, column := range required[kind] {
		if _, found := places[column]; !found {
			return nil, register.Refuse(register.Invalid, "takeover.column_missing").With("column", column)
		}
	}
	return places, nil
}

func names(column, heading string) bool {
	folded := foldHeading(heading)
	return folded == foldHeading(column) || slices.Contains(headings[column], folded)
}

func taken(places map[string]int, at int) bool {
	for _, p := range places {
		if p == at {
			return true
		}
	}
	return false
}

// grounds are words of old systems for the grounds of a priority; our own names count too.
var grounds = map[string]register.PriorityGroup{
	"многодетная": register.LargeFamily, "многодетная семья": register.LargeFamily, "көпбалалы": register.LargeFamily, "көп балалы отбасы": register.LargeFamily, "көпбалалы отбасы": register.LargeFamily,
	"военнослужащий": register.Military, "дети военнослужащих": register.Military, "әскери қызметші": register.Military,
	"сирота": register.Orphan, "дети сироты": register.Orphan, "жетім": register.Orphan, "без попечения": register.WithoutCare,
	"инвалид": register.DisabledChild, "ребенок инвалид": register.DisabledChild, "ребёнок инвалид": register.DisabledChild, "мүгедек бала": register.DisabledChild,
	"родитель инвалид": register.DisabledGuardian, "ооп": register.SpecialNeeds, "особые потребности": register.SpecialNeeds, "ерекше білім беру қажеттілігі": register.SpecialNeeds,
	"педагог": register.TeacherFamily, "дети педагогов": register.TeacherFamily, "медработник": register.MedicalFamily, "медицинский работник": register.MedicalFamily,
	"спецорганы": register.SpecialBodies,
}

// languages are words of old systems for the language of teaching.
var languages = map[string]register.Language{
	"каз": register.Kazakh, "казахский": register.Kazakh, "қазақ": register.Kazakh, "қазақша": register.Kazakh, "қаз": register.Kazakh, "kaz": register.Kazakh,
	"рус": register.Russian, "русский": register.Russian, "орыс": register.Russian, "орысша": register.Russian, "rus": register.Russian,
}

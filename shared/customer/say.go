package customer

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"dangol/shared/ledger"
)

// SpokenMax is how many characters a line for a cashier has at the most: it is
// read at a glance, with somebody waiting.
const SpokenMax = 80

// Spoken is one sentence for the cashier, in both languages.
type Spoken struct {
	Ko string `json:"ko"`
	En string `json:"en"`
}

func (s Spoken) fits() bool {
	return utf8.RuneCountInString(s.Ko) <= SpokenMax && utf8.RuneCountInString(s.En) <= SpokenMax
}

// Facing is what a till knows of whoever stands before it.
type Facing struct {
	Today ledger.Day
	Money Money
	// View is nil for somebody no night has seen yet, Next at the top.
	View *GradeView
	Next *NextGrade
	// Complaint is the oldest one that is open, nil when none is.
	Complaint *Complaint
	// BirthdayWeek is set only with the customer's consent.
	BirthdayWeek bool
	// Soon are the points that run out first; nil when none can be spent.
	Soon *RunsOut
	// Member says they enrolled, Reachable that they agreed to advertising on a
	// channel at least.
	Member, Reachable bool
}

// NextGrade is the grade above, as a cashier would name it, and the part of it
// that is missing.
type NextGrade struct {
	Ko, En string
	Lack
	// Near says little is missing.
	Near bool
}

// RunsOut are points and the last day they can be spent on.
type RunsOut struct {
	Points int64
	Last   ledger.Day
}

const (
	// longAway is how many of their own intervals make an absence long, and
	// longAwayDays how many days it must be at the least.
	longAway     = 2
	longAwayDays = 14
	// dropSoonDays: an announced drop is worth saying this long before it.
	dropSoonDays = 31
	// runsOutSoonDays: so are points that run out, as in a notice of 30 days.
	runsOutSoonDays = 30
)

// away says they were away for long, measured by their own rhythm.
func (f *Facing) away() bool {
	v := f.View
	if v == nil || v.Interval <= 0 {
		return false
	}
	days := int(f.Today - v.LastVisit)
	return days >= longAwayDays && float64(days) >= longAway*v.Interval
}

// A line is said when its turn comes and it is short enough.
type line struct {
	when bool
	say  func() Spoken
}

func always(ko, en string) func() Spoken { return func() Spoken { return Spoken{ko, en} } }

// first is the first line that applies and fits. The last one always does.
func first(lines []line) Spoken {
	for _, l := range lines {
		if !l.when {
			continue
		}
		if s := l.say(); s.fits() {
			return s
		}
	}
	return Spoken{}
}

// Say is the one line worth saying today, the first that applies of: ask after
// an open complaint · welcome somebody new · a happy birthday · welcome back
// after a long absence · what keeps a grade that is about to drop · points that
// run out soon · the little that is missing for the next grade · the usual ·
// thanks. What is lost by tomorrow comes before what can be said next time. A
// line longer than SpokenMax, for the names in it, gives way to the next.
func (f *Facing) Say() Spoken {
	v := f.View
	if v == nil {
		v = &GradeView{}
	}
	falls := v.Drop != nil && v.Drop.lack().Said() && v.Drop.On > f.Today && v.Drop.On-f.Today <= dropSoonDays
	ends := f.Soon != nil && f.Soon.Last >= f.Today && f.Soon.Last-f.Today <= runsOutSoonDays
	return first([]line{
		{f.Complaint != nil, always("지난번 일은 잘 해결됐나요? 불편을 드려 죄송해요.", "Was that put right for you? We are sorry about last time.")},
		{v.Visits == 0, always("처음 뵙겠습니다. 찾아 주셔서 고마워요.", "Nice to meet you. Thank you for coming in.")},
		{f.BirthdayWeek, always("생일 축하드려요. 기쁜 한 주 보내세요.", "Happy birthday! Have a lovely week.")},
		{f.away(), always("오랜만에 뵈어요. 다시 와 주셔서 반가워요.", "It has been a while. Lovely to see you again.")},
		{falls, f.keeps},
		{ends, f.runsOut},
		{f.Next != nil && f.Next.Near && f.Next.Said(), f.reaches},
		{len(v.Favourites) > 0, f.usual},
		{true, always("늘 찾아 주셔서 고마워요.", "Thank you for always coming back.")},
	})
}

func (f *Facing) keeps() Spoken {
	last, lack := (f.View.Drop.On - 1).Time(), f.View.Drop.lack()
	return Spoken{
		fmt.Sprintf("%d월 %d일까지 %s 지금 등급이 그대로예요.", last.Month(), last.Day(), lack.korean(f.Money, "")),
		fmt.Sprintf("%s by %s and you keep your grade.", lack.english(f.Money), last.Format("2 January")),
	}
}

func (f *Facing) runsOut() Spoken {
	last := f.Soon.Last.Time()
	return Spoken{
		fmt.Sprintf("%d월 %d일에 사라지는 포인트가 %sP 있어요. 오늘 쓰셔도 돼요.", last.Month(), last.Day(), grouped(strconv.FormatInt(f.Soon.Points, 10))),
		fmt.Sprintf("%s points run out on %s. You can use them today.", grouped(strconv.FormatInt(f.Soon.Points, 10)), last.Format("2 January")),
	}
}

func (f *Facing) reaches() Spoken {
	return Spoken{
		f.Next.korean(f.Money, "만") + " " + f.Next.Ko + " 등급이 되세요.",
		"Just " + f.Next.english(f.Money) + " and you reach " + f.Next.En + ".",
	}
}

func (f *Facing) usual() Spoken {
	name := f.View.Favourites[0].Name
	return Spoken{"늘 찾으시는 " + name + ", 오늘도 드릴까요?", "The usual today? " + name + "?"}
}

// DoNot is the one thing not to do today, the first that applies of: sell,
// while a complaint is open · offer messages to a member who agreed to none ·
// promise a grade that nothing they buy keeps · ask why they stayed away. Nil
// when nothing needs avoiding: a warning on every card is read on none.
//
// A birthday nobody may speak of is not among them: to forbid it this week
// would tell that it is this week.
func (f *Facing) DoNot() *Spoken {
	s := first([]line{
		{f.Complaint != nil, always("권하거나 팔지 마세요. 지난 일이 풀렸는지 먼저 여쭤보세요.", "Do not sell anything. Ask first whether it was put right.")},
		{f.Member && !f.Reachable, always("문자나 알림을 보내 드리겠다고 하지 마세요. 동의하지 않으셨어요.", "Do not offer to send messages. They have not agreed to any.")},
		{f.View != nil && f.View.Drop != nil && f.View.Drop.Invitation && f.View.Drop.On > f.Today,
			always("지금 등급을 지켜 드리겠다고 약속하지 마세요. 사셔도 그대로 남지 않아요.", "Do not promise that the grade stays. Nothing they buy keeps it.")},
		{f.away(), always("왜 뜸하셨는지 묻지 마세요.", "Do not ask why they stayed away.")},
	})
	if s == (Spoken{}) {
		return nil
	}
	return &s
}

// Joining is what enrolling today would give: the grade everybody begins with,
// and what so much money earns; 0 points in a shop without them.
type Joining struct {
	Ko, En string
	Points int64
	Per    ledger.Amount
	Money  Money
}

// Say invites somebody unknown to join.
func (j *Joining) Say() Spoken {
	points := grouped(strconv.FormatInt(j.Points, 10))
	earns := j.Points > 0
	return first([]line{
		{earns, func() Spoken {
			return Spoken{
				fmt.Sprintf("등록하시면 오늘부터 %s 등급이고, %s마다 %sP씩 쌓여요.", j.Ko, j.Money.Korean(j.Per), points),
				fmt.Sprintf("Join today: %s, and %s for every %s you spend.", j.En, plural(points, "point"), j.Money.English(j.Per)),
			}
		}},
		{earns, func() Spoken {
			return Spoken{
				fmt.Sprintf("등록하시면 오늘부터 %s마다 %sP씩 쌓여요.", j.Money.Korean(j.Per), points),
				fmt.Sprintf("Join today and earn %s for every %s.", plural(points, "point"), j.Money.English(j.Per)),
			}
		}},
		{true, func() Spoken {
			return Spoken{"등록하시면 오늘부터 " + j.Ko + " 등급으로 쌓여요.", "Join today and begin with " + j.En + "."}
		}},
		{true, always("등록하시면 오늘부터 쌓여요.", "Join today and every visit counts.")},
	})
}

func plural(n, what string) string {
	if n == "1" {
		return "1 " + what
	}
	return n + " " + what + "s"
}

// grouped writes digits with thousands apart.
func grouped(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

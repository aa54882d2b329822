package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// PinAsked gives a customer a grade by hand, or ends that.
type PinAsked struct {
	_      struct{} `json:"-" additionalProperties:"true"`
	ID     string   `json:"id" pattern:"^[A-Za-z0-9_-]{1,64}$" doc:"made by the caller; sending it again changes nothing"`
	Grade  string   `json:"grade,omitempty" doc:"the grade to give; left out with end"`
	Exempt string   `json:"exempt,omitempty" enum:"drop,evaluation" doc:"from drop, it may still rise; from evaluation, it stays. Default: drop"`
	Until  string   `json:"until,omitempty" format:"date" doc:"the last day it holds; default: until it is ended"`
	Why    string   `json:"why" enum:"invitation,apology,partner,press,correction,other"`
	End    bool     `json:"end,omitempty" doc:"end the pin there is"`
}

// Pinned says a pin is recorded.
type Pinned struct {
	ID   string     `json:"id"`
	From ledger.Day `json:"from" doc:"the night of this day, or a later one, gives the grade"`
}

// pin records a fact; the grade changes with the next night that has its day
// behind it.
func (h *person) pin(ctx context.Context, in *in) (*out, error) {
	id, pin, problem := h.readPin(ctx, in)
	if problem != nil {
		return nil, problem
	}
	p, err := profileOf(ctx, h.People, in.ID)
	if err != nil {
		return nil, personProblem(err)
	}
	now := h.Now().UTC()
	err = h.People.Record(ctx, ledger.Fact{
		ID: "pinned-" + id, Kind: ledger.Pinned, At: now.Truncate(time.Millisecond),
		Customer: p.ID, By: managerOf(ctx), Pin: pin,
	})
	switch {
	case errors.Is(err, ledger.ErrConflict):
		return nil, web.NewProblem(http.StatusConflict, "id_conflict", "This id was used for another pin today. Choose a new one.")
	case errors.Is(err, ledger.ErrFact):
		return nil, web.Invalid([]ledger.Fault{{Pointer: "", Code: "pin_impossible"}})
	case err != nil:
		return nil, problemOf(err)
	}
	return answer(http.StatusOK, Pinned{id, ledger.DayOf(now) + 1})
}

// readPin reads and checks what is asked: a grade of the newest policy, or the
// end of a pin, and a reason in any case.
func (h *person) readPin(ctx context.Context, in *in) (id string, pin *ledger.Pin, problem *web.Problem) {
	pin = &ledger.Pin{Exempt: ledger.FromDrop}
	end := false
	r := strictjson.NewReader(in.Body)
	code, faults := r.Whole(func(name string) {
		switch name {
		case "id":
			id = readID(r)
		case "grade":
			pin.Grade = r.Text(ledger.CodeMax)
		case "exempt":
			if text := r.Text(ledger.CodeMax); text != "" {
				pin.Exempt = ledger.Exemption(text)
			}
		case "until":
			pin.Until, _ = readDay(r)
		case "why":
			pin.Why = r.Text(ledger.CodeMax)
		case "end":
			end = r.Bool()
		default:
			r.Skip()
		}
	})
	if code != "" {
		return "", nil, broken(code)
	}
	fault := func(wrong bool, pointer, code string) {
		if wrong {
			faults = append(faults, ledger.Fault{Pointer: pointer, Code: code})
		}
	}
	versions, err := h.Shop.Policies(ctx)
	if err != nil {
		return "", nil, problemOf(err)
	}
	_, known := versions[len(versions)-1].Grades.Index(pin.Grade)
	fault(id == "", "/id", "id_missing")
	fault(!slices.Contains(ledger.PinReasons, pin.Why), "/why", "why_unknown")
	fault(pin.Exempt != ledger.FromDrop && pin.Exempt != ledger.FromEvaluation, "/exempt", "exempt_unknown")
	fault(end == (pin.Grade != ""), "/grade", "grade_or_end")
	fault(pin.Grade != "" && !known, "/grade", "grade_unknown")
	if len(faults) > 0 {
		return "", nil, web.Invalid(faults)
	}
	if end {
		pin = &ledger.Pin{Why: pin.Why}
	}
	return id, pin, nil
}

package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// HouseholdAsked says who lives together: all of them at once, for who moves
// out later leaves the others together only if they were named together.
type HouseholdAsked struct {
	_         struct{} `json:"-" additionalProperties:"true"`
	ID        string   `json:"id" pattern:"^[A-Za-z0-9_-]{1,64}$" doc:"made by the caller; sending it again changes nothing"`
	Customers []string `json:"customers" minItems:"2" maxItems:"12" doc:"ids of everybody who lives together and agreed to it"`
	Consent   string   `json:"consent" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" doc:"version of the text all of them agreed to; at most eight digits"`
}

// MovedOut asks for a customer to be taken out of every household.
type MovedOut struct {
	_  struct{} `json:"-" additionalProperties:"true"`
	ID string   `json:"id" pattern:"^[A-Za-z0-9_-]{1,64}$" doc:"made by the caller; sending it again changes nothing"`
}

// Linked says a change of a household is recorded.
type Linked struct {
	ID   string     `json:"id"`
	From ledger.Day `json:"from" doc:"the night of this day, or a later one, takes it into account"`
}

// link records that customers live together. Grades change with the next night
// that has its day behind it, and only where the policy goes by households.
func (h *person) link(ctx context.Context, in *in) (*out, error) {
	asked, code, faults := decodeHousehold(in.Body)
	if code != "" {
		return nil, broken(code)
	}
	if len(faults) > 0 {
		return nil, invalid(faults)
	}
	for i, id := range asked.Customers {
		at := fmt.Sprintf("/customers/%d", i)
		p, err := profileOf(ctx, h.People, id)
		switch {
		case errors.Is(err, customer.ErrUnknown):
			faults = append(faults, ledger.Fault{Pointer: at, Code: "customer_unknown"})
		case err != nil:
			return nil, problemOf(err)
		case slices.Contains(asked.Customers[:i], p.ID):
			faults = append(faults, ledger.Fault{Pointer: at, Code: "customer_twice"})
		default:
			asked.Customers[i] = p.ID // who was merged counts as the other
		}
	}
	if len(faults) > 0 {
		return nil, invalid(faults)
	}
	return h.move(ctx, asked.ID, ledger.Fact{
		ID: "linked-" + asked.ID, Kind: ledger.Linked, Customer: asked.Customers[0],
		Household: &ledger.Household{Others: asked.Customers[1:], Consent: asked.Consent},
	})
}

// unlink records that a customer moved out.
func (h *person) unlink(ctx context.Context, in *in) (*out, error) {
	id, code, faults := decodeMovedOut(in.Body)
	if code != "" {
		return nil, broken(code)
	}
	if len(faults) > 0 {
		return nil, invalid(faults)
	}
	p, err := profileOf(ctx, h.People, in.ID)
	if err != nil {
		return nil, personProblem(err)
	}
	return h.move(ctx, id, ledger.Fact{ID: "unlinked-" + id, Kind: ledger.Unlinked, Customer: p.ID})
}

// move records a change of a household.
func (h *person) move(ctx context.Context, id string, f ledger.Fact) (*out, error) {
	now := h.Now().UTC()
	f.At, f.By = now.Truncate(time.Millisecond), managerOf(ctx)
	err := h.People.Record(ctx, f)
	if errors.Is(err, ledger.ErrConflict) {
		return nil, web.NewProblem(http.StatusConflict, "id_conflict", "This id was used for another household today. Choose a new one.")
	}
	if err != nil {
		return nil, problemOf(err)
	}
	return answer(http.StatusOK, Linked{id, ledger.DayOf(now) + 1})
}

func decodeHousehold(body []byte) (asked HouseholdAsked, broken string, faults []ledger.Fault) {
	r := strictjson.NewReader(body)
	broken, faults = r.Whole(func(name string) {
		switch name {
		case "id":
			asked.ID = readID(r)
		case "customers":
			r.List(ledger.HouseholdMax, "too_many_customers", func() { asked.Customers = append(asked.Customers, readID(r)) })
		case "consent":
			asked.Consent = r.Text(ledger.CodeMax)
		default:
			r.Skip()
		}
	})
	fault := func(wrong bool, pointer, code string) {
		if wrong {
			faults = append(faults, ledger.Fault{Pointer: pointer, Code: code})
		}
	}
	fault(asked.ID == "", "/id", "id_missing")
	fault(len(asked.Customers) < 2, "/customers", "too_few_customers")
	fault(!ledger.ConsentVersion(asked.Consent), "/consent", "consent_missing")
	return asked, broken, faults
}

func decodeMovedOut(body []byte) (id, broken string, faults []ledger.Fault) {
	r := strictjson.NewReader(body)
	broken, faults = r.Whole(func(name string) {
		if name == "id" {
			id = readID(r)
			return
		}
		r.Skip()
	})
	if id == "" {
		faults = append(faults, ledger.Fault{Pointer: "/id", Code: "id_missing"})
	}
	return id, broken, faults
}

package policy

import (
	"embed"
	"slices"
)

//go:embed templates/*.json
var documents embed.FS

// Template is a policy to start from.
type Template struct {
	Name string
	// Ko and En say what it is for and how it works.
	Ko, En string
}

// Templates are the policies to start from, beside Default.
var Templates = []Template{
	{
		"beauty-shop", "화장품 가게: 반기(1–6월, 7–12월) 금액으로 정하고, 얻은 등급은 다음 반기 끝까지 가요.",
		"A beauty shop: by the amount of a half-year; a grade earned lasts to the end of the next one.",
	},
	{
		"department-store", "백화점: 한 해 금액으로 매달 1일에 정하고, 얻은 등급은 다음 해 끝까지 가요.",
		"A department store: by the amount of a calendar year, decided on the 1st; a grade earned lasts to the end of the next year.",
	},
}

// Document is a template's text, ready to be edited and saved; ok is false
// when there is none of that name.
func Document(name string) (document []byte, ok bool) {
	if !slices.ContainsFunc(Templates, func(t Template) bool { return t.Name == name }) {
		return nil, false
	}
	document, err := documents.ReadFile("templates/" + name + ".json")
	return document, err == nil
}

package route

import (
	"context"
	"net/http"
	"reflect"
)

// Prefix begins every path of the interface.
const Prefix = "/api/v1"

// Route is one operation.
type Route struct {
	Method  string
	Path    string // as net/http.ServeMux reads it, with {id} for what varies
	Name    string // operationId, unique
	Summary string // one English line for the document
	Detail  string // further English text for the document; may be empty
	Area    string // tag of the document
	// Acts are the acts of the access policies, one of which the account has to be allowed; none for a route that anyone
	// may read without a token.
	Acts   []string
	Query  []Parameter
	Within []Parameter  // parameters of the path, in its order
	Body   reflect.Type // a struct; nil where nothing is sent
	Large  bool         // the body brings a file
	Empty  bool         // an empty body stands for {}
	Result reflect.Type // what a success answers
	Status int          // of a success
	Handle func(context.Context, *Call) (Answer, error)

	shape *shape
}

// Open reports whether the route asks for no token.
func (r *Route) Open() bool { return len(r.Acts) == 0 }

// Writes reports whether the route changes something, and therefore asks for an Idempotency-Key.
func (r *Route) Writes() bool { return r.Method != http.MethodGet }

// Parameter is a parameter of path or query.
type Parameter struct {
	Name   string
	Doc    string // English
	Format string // "uuid", "date-time", "date", "integer", "boolean" or empty for text
	Choice []string
}

// Answer is what a route answers.
type Answer struct {
	Body     []byte // JSON
	Replayed bool   // it is the stored answer of the same request
}

// Type is the reflection type of T, for [Route.Body] and [Route.Result].
func Type[T any]() reflect.Type { return reflect.TypeFor[T]() }

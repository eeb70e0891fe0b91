package standweibo

import (
	"net/http"
	"time"

	"huiying/internal/platforms/drill/standweibo/book"
	"huiying/internal/platforms/drill/standweibo/request"
)

// call is one request on its way through the stand-in.
type call struct {
	*request.Request
	now   time.Time
	grant *book.Token // set by gate
	app   App         // set by gate
}

func readCall(r *http.Request) *call { return &call{Request: request.Read(r)} }

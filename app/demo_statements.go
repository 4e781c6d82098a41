package app

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"time"

	"linli/duty"
	"linli/office"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/rulebook"
)

// sign has the holder of the post sign the statement: in the village on the screen, with the code of its authenticator, and in the township
// on paper. The units that come later have still to sign.
func (k *dutyDesk) sign(ctx context.Context, code string, who access.Actor, x duty.Row, rule rulebook.DutyRule) error {
	k.d.clock.Add(time.Minute)
	if code == demoLed[0] {
		return k.signOnPaper(ctx, who, x)
	}
	text, _ := k.rules.Duties.Statement(rule.Statement)
	secret, err := office.NewTOTPSecret()
	if err != nil {
		return err
	}
	if _, err := k.d.app.Office.Furnish(ctx, commandLine(who.Tenant), office.Furnish{Account: who.Account, Password: demoPassword, Secret: secret}); err != nil {
		return fmt.Errorf("an authenticator: %w", err)
	}
	drawn, err := demoSignature()
	if err != nil {
		return err
	}
	cmd := duty.Sign{Text: text.Hash(k.rules.Languages[0]), Language: k.rules.Languages[0]}
	if k.d.clock.Now().After(x.Last) {
		cmd.Reason = "overlooked"
	}
	_, err = k.d.app.Duty.SignDrawn(ctx, who, x.Case.ID, cmd, office.TOTPCode(secret, k.d.clock.Now()), bytes.NewReader(drawn))
	return err
}

func (k *dutyDesk) signOnPaper(ctx context.Context, who access.Actor, x duty.Row) error {
	scan, err := demoSignature()
	if err != nil {
		return err
	}
	if _, err := k.d.app.Duty.Attach(ctx, who, x.Case.ID, duty.AddEvidence{Sort: "statement"}, "责任书.png", blob.Prints{None: true}, bytes.NewReader(scan), nil); err != nil {
		return err
	}
	done := duty.Do{}
	if k.d.clock.Now().After(x.Last) {
		done.Reason = "overlooked"
	}
	return k.act(ctx, who, x.Case, done)
}

// demoSignature is a line that nobody's hand has drawn.
func demoSignature() ([]byte, error) {
	paper := image.NewGray(image.Rect(0, 0, 600, 200))
	for i := range paper.Pix {
		paper.Pix[i] = 255
	}
	for x := 60; x < 540; x++ {
		y := 100 + int(50*math.Sin(float64(x)/37)*math.Cos(float64(x)/91))
		for thick := -2; thick <= 2; thick++ {
			paper.SetGray(x, y+thick, color.Gray{Y: 30})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, paper); err != nil {
		return nil, fmt.Errorf("draw a signature: %w", err)
	}
	return b.Bytes(), nil
}

package direct

import "errors"

var errNone = errors.New("CBOR is not read here")

func Marshal(any) ([]byte, error) { return nil, errNone }

func Unmarshal([]byte, any) error { return errNone }

func Diagnose([]byte) (string, error) { return "", errNone }

package internal

import "encoding/json"

// DeterministicMarshal writes maps in the order of their keys, as encoding/json always does.
func DeterministicMarshal(value any) ([]byte, error) { return json.Marshal(value) }

package main

# A built-in that the evaluator lacks: OPA refuses it under the same capabilities.
deny contains sprintf("%s is too old", [input.name]) if input.age > 3

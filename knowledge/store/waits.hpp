// Conditions that a partial index goes by, in the words of migration 11: a statement that is to use the index has the
// same ones. Macros, because statements are literals. Spelled with OR, because SQLite makes a table of a list with
// three members (IN) each time the statement runs, be it only to see whether a new row belongs into the index.
#pragma once

// A question waits for a person: is_waiting().
#define WAITS "(state = 'open' OR state = 'suggested' OR state = 'merged')"

// A message has not arrived, or nobody knows.
#define UNSENT "(state = 'pending' OR state = 'sending' OR state = 'uncertain' OR state = 'failed')"

// What checking a signature can find; the same four words for every platform that signs its requests.
#pragma once

#include <string_view>

namespace adapters::chat {

// stale: the signature is right and the time is not, so somebody's clock is off or a request is being replayed.
// malformed: a header is missing or is not what the platform sends. Only `genuine` may be read any further.
enum class authenticity { genuine, stale, forged, malformed };

std::string_view to_string(authenticity found); // "genuine" …, for the log

} // namespace adapters::chat

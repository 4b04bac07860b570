// What a decoder says of what is no happening; the same for all platforms.
#pragma once

#include <string>

namespace adapters::chat {

// Nothing for us: answer 200 so that it is not sent again.
struct ignored {
    std::string reason;

    bool operator==(const ignored&) const = default;
};

// Not what the platform sends: answer 400.
struct malformed {
    std::string reason; // names the field, holds no text of members

    bool operator==(const malformed&) const = default;
};

} // namespace adapters::chat

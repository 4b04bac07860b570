#include "adapters/chat/authenticity.hpp"

namespace adapters::chat {

std::string_view to_string(authenticity found) {
    switch (found) {
    case authenticity::genuine:
        return "genuine";
    case authenticity::stale:
        return "stale";
    case authenticity::forged:
        return "forged";
    case authenticity::malformed:
        return "malformed";
    }
    return "?";
}

} // namespace adapters::chat

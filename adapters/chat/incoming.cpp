#include "adapters/chat/incoming.hpp"

namespace adapters::chat {

std::string_view to_string(platform which) {
    switch (which) {
    case platform::dingtalk:
        return "dingtalk";
    case platform::slack:
        return "slack";
    case platform::simulator:
        return "simulator";
    }
    return "?";
}

} // namespace adapters::chat

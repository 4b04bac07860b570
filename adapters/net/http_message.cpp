#include "adapters/net/http_message.hpp"

namespace adapters::net {

std::string_view http_answer::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers)
        if (name == lower_case_name) return value;
    return {};
}

} // namespace adapters::net

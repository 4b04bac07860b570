// A request to a platform's API and what came back, as values: all that pure functions need to know of HTTP. The client
// (http_client.hpp) sends one and makes the other.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::net {

struct http_request {
    std::string method = "POST";
    std::string url; // http:// or https://, absolute
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
};

// not_sent: no byte of the request left, trying again is safe. no_answer: it left (or may have), and no whole answer
// came.
enum class http_trouble { none, not_allowed, not_sent, no_answer, answer_too_large };

struct http_answer {
    http_trouble trouble = http_trouble::none;
    std::string reason; // of the trouble, for the log
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    std::string body;

    [[nodiscard]] std::string_view header(std::string_view lower_case_name) const; // "" when absent
};

} // namespace adapters::net

// What an HTTP call can come to, for the tests of what is made of it.
#pragma once

#include "adapters/net/http_client.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

namespace Catch {
template <>
struct StringMaker<adapters::net::http_trouble> {
    static std::string convert(adapters::net::http_trouble what) {
        static const char* const names[] = {"none", "not_allowed", "not_sent", "no_answer", "answer_too_large"};
        return names[static_cast<int>(what)];
    }
};
} // namespace Catch

namespace tests::net {

inline adapters::net::http_answer answered(int status, std::string body, std::string retry_after = {}) {
    adapters::net::http_answer out;
    out.status = status;
    out.body = std::move(body);
    if (!retry_after.empty()) out.headers = {{"retry-after", std::move(retry_after)}};
    return out;
}

// No answer came, or none that could be read.
inline adapters::net::http_answer broken(adapters::net::http_trouble what) {
    adapters::net::http_answer out;
    out.trouble = what;
    out.reason = "why";
    return out;
}

} // namespace tests::net

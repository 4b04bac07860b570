// The other methods of the Web API, in one form: fields in, ok or an error out. (Messages have their own way,
// post.hpp.)
#pragma once

#include "adapters/net/http_client.hpp"
#include "adapters/net/url.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace adapters::slack {

struct api_call {
    std::string method; // "views.open"
    net::pairs fields;

    bool operator==(const api_call&) const = default;
};

struct api_answer {
    bool ok = false;
    bool passing = false; // not ok, but it may be when asked again
    std::string error;    // Slack's word, or what went wrong on the way; no secrets in it
    std::string body;     // JSON, when Slack answered
};

// Pure. As a form, which every method takes.
[[nodiscard]] net::http_request encode_call(const api_call& call, std::string_view token, std::string_view api_url);
[[nodiscard]] api_answer read_call(net::http_answer answer);

// "" where there is none.
using token_source = std::function<std::string(std::string_view workspace)>;

class web_api {
  public:
    // `client` outlives it and every call under way.
    web_api(net::http_client& client, std::string api_url, token_source token_of)
        : client_(client), api_url_(std::move(api_url)), token_of_(std::move(token_of)) {}

    // On the loop's thread; `finished` is called once, later, on it; at once where the workspace has no token.
    void call(std::string_view workspace, const api_call& what, std::function<void(api_answer)> finished) const;
    void call_with(std::string_view token, const api_call& what, std::function<void(api_answer)> finished) const;

  private:
    net::http_client& client_;
    std::string api_url_;
    token_source token_of_;
};

} // namespace adapters::slack

// The token every call to the OpenAPI carries. Good for two hours; asking again meanwhile gives the same one and makes
// it good for longer. Pure; token_source.hpp owns the fetching.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/http_client.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

namespace adapters::dingtalk {

struct app_credentials {
    std::string client_id;     // also called appKey
    std::string client_secret; // never logged
};

[[nodiscard]] net::http_request encode_token_request(std::string_view api_url, const app_credentials& of);

struct token_grant {
    std::string token;
    std::chrono::seconds lives{};

    bool operator==(const token_grant&) const = default;
};

// A token, or what it means for the message that waits for it: retry, or failed where the credentials are wrong.
using token_answer = std::variant<token_grant, chat::delivery>;

[[nodiscard]] token_answer read_token_answer(const net::http_answer& answer);

// What is known of the token.
class token_cache {
  public:
    void keep(const token_grant& grant, chat::timestamp now);
    void drop(std::string_view token); // the platform did not accept it; a newer one stays

    [[nodiscard]] const std::string* usable(chat::timestamp now) const;
    // To be asked for again: there is none, or it ends within five minutes (half its life, for a shorter one).
    [[nodiscard]] bool due(chat::timestamp now) const;

  private:
    std::string token_;
    chat::timestamp due_at_{}, ends_at_{};
};

} // namespace adapters::dingtalk

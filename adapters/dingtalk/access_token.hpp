// The token every call to the OpenAPI carries. Good for two hours; asking again meanwhile gives the same one and makes
// it good for longer. The first half of this file is pure; token_source beside it owns the fetching.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "adapters/net/http_client.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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

// Hands out the token. One fetch at a time: who needs it meanwhile waits for that one; what is due early is fetched
// behind the back of who still gets the old one. Everything on the loop's thread.
class token_source : public std::enable_shared_from_this<token_source> {
  public:
    static constexpr std::size_t most_waiting = 256; // more answers at once are none

    token_source(net::http_client& client, std::string api_url, app_credentials of,
                 std::function<chat::timestamp()> clock);

    // `ready` gets the token or what went wrong, once, now or later.
    void get(std::function<void(std::variant<std::string, chat::delivery>)> ready);
    void drop(std::string_view token) { cache_.drop(token); }

  private:
    void fetch();
    void take(const token_answer& answer);

    net::http_client& client_;
    std::string api_url_;
    app_credentials of_;
    std::function<chat::timestamp()> clock_;
    token_cache cache_;
    bool fetching_ = false;
    std::vector<std::function<void(std::variant<std::string, chat::delivery>)>> waiting_;
};

} // namespace adapters::dingtalk

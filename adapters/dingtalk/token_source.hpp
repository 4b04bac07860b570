// Fetches and keeps the token of access_token.hpp: the part of it that owns a connection.
#pragma once

#include "adapters/dingtalk/access_token.hpp"
#include "adapters/net/http_client.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace adapters::dingtalk {

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

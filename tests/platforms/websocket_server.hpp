// The platforms' side of a WebSocket connection, for our fakes: Beast's, so that our own client is tested against
// somebody else's reading of the RFC. A thread of its own; connections can be cut, frozen and fed rubbish.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tests::platforms {

class websocket_server {
  public:
    using id = int; // of a connection; the first one is 1

    struct hooks {
        // On the server's thread. Whether this target ("/link?ticket=…") may connect; otherwise it is answered 401.
        std::function<bool(std::string_view target)> admit;
        std::vector<std::string> greeting = {}; // said to every new connection
        std::function<void(id from, std::string text)> received;
    };
    explicit websocket_server(hooks with);
    ~websocket_server();
    websocket_server(const websocket_server&) = delete;
    websocket_server& operator=(const websocket_server&) = delete;

    [[nodiscard]] std::uint16_t port() const;

    void refuse(int count); // the next ones are answered 503

    // The newest connection that is open, 0 when there is none. Waits for one as long as `patience`.
    [[nodiscard]] id newest(std::chrono::milliseconds patience = std::chrono::milliseconds(0)) const;
    [[nodiscard]] bool is_open(id which) const;
    void send(id to, std::string text);
    void send_in_pieces(id to, std::string text); // three fragments
    void send_binary(id to, std::string bytes);   // a whole binary message
    void send_raw(id to, std::string bytes);      // not even a frame
    void cut(id which);                           // TCP ends
    void close(id which);                         // a close frame; TCP stays open until the peer ends it
    void freeze(id which);                        // reads nothing, answers nothing, stays open

    struct counts {
        int opened = 0, live = 0, most_live = 0;
    };
    [[nodiscard]] counts seen() const;
    // Waits until `holds`; looked at whenever a connection opens or ends and whenever a text comes in.
    [[nodiscard]] bool wait_for(const std::function<bool()>& holds, std::chrono::milliseconds patience) const;

  private:
    struct implementation;
    std::shared_ptr<implementation> impl_;
};

} // namespace tests::platforms

#include "adapters/slack/message_look_up.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/slack/fields.hpp"

#include <algorithm>

namespace adapters::slack {

api_call look_up(std::string_view channel, std::string_view ts) {
    return {.method = "conversations.replies",
            .fields = {{"channel", std::string(channel)},
                       {"ts", std::string(ts)},
                       {"oldest", std::string(ts)},
                       {"latest", std::string(ts)},
                       {"inclusive", "true"},
                       // A reply may come behind its thread's first message, whatever span of time was asked for.
                       {"limit", "2"}}};
}

std::optional<found_message> read_looked_up(std::string_view body, std::string_view ts) {
    using result = std::optional<found_message>;
    const auto read = chat::read_json(body,
                                      [ts](const chat::json_object& root) -> result {
                                          for (const auto& message : root.objects_or_empty("messages")) {
                                              if (message.text_if("ts") != ts) continue;
                                              found_message found;
                                              found.text = message.text_if("text");
                                              found.thread = message_ts_or_nothing(message, "thread_ts");
                                              if (found.thread == ts) found.thread.clear();
                                              found.by_a_bot = !message.text_if("bot_id").empty();
                                              return found;
                                          }
                                          return std::nullopt;
                                      },
                                      {.bytes = 1 << 20});
    return read ? *read : std::nullopt;
}

api_call look_up_thread(std::string_view channel, std::string_view thread, std::string_view before, int most) {
    return {.method = "conversations.replies",
            .fields = {{"channel", std::string(channel)},
                       {"ts", std::string(thread)},
                       {"latest", std::string(before)},
                       {"limit", std::to_string(most)}}};
}

std::vector<thread_message> read_thread(std::string_view body, std::string_view before) {
    const auto read = chat::read_json(body,
                                      [before](const chat::json_object& root) {
                                          std::vector<thread_message> all;
                                          for (const auto& message : root.objects_or_empty("messages")) {
                                              thread_message one;
                                              one.ts = message.text_if("ts");
                                              one.user = message.text_if("user");
                                              one.text = message.text_if("text");
                                              one.by_a_bot = !message.text_if("bot_id").empty();
                                              if (one.ts < before) all.push_back(std::move(one));
                                          }
                                          if (root.flag_or("has_more", false) && all.size() > 1) all.resize(1);
                                          return all;
                                      },
                                      {.bytes = 1 << 20});
    return read ? *read : std::vector<thread_message>{};
}

std::vector<thread_message> last_said(const std::vector<thread_message>& thread, std::string_view bot_user,
                                      std::size_t most) {
    std::vector<thread_message> last;
    for (std::size_t i = thread.size(); i > 1 && last.size() < most; --i) {
        const auto& one = thread[i - 1];
        if (!one.by_a_bot && !one.text.empty() && one.user != bot_user && !mentions(one.text, bot_user))
            last.push_back(one);
    }
    return last;
}

const thread_message* answer_in(const std::vector<thread_message>& thread, const std::vector<std::string>& trusted,
                                std::string_view bot_user) {
    const thread_message *by_trusted = nullptr, *by_other = nullptr, *by_anybody = nullptr;
    for (std::size_t i = 1; i < thread.size(); ++i) { // the first one asks
        const auto& one = thread[i];
        if (one.by_a_bot || mentions(one.text, bot_user) || one.text.empty() || one.user == bot_user) continue;
        by_anybody = &one;
        if (one.user != thread.front().user) by_other = &one;
        if (std::find(trusted.begin(), trusted.end(), one.user) != trusted.end()) by_trusted = &one;
    }
    return by_trusted != nullptr ? by_trusted : by_other != nullptr ? by_other : by_anybody;
}

} // namespace adapters::slack

#include "adapters/slack/message_look_up.hpp"

#include "adapters/chat/json_reader.hpp"
#include "adapters/slack/fields.hpp"

namespace adapters::slack {

api_call look_up(std::string_view channel, std::string_view ts) {
    return {.method = "conversations.replies",
            .fields = {{"channel", std::string(channel)},
                       {"ts", std::string(ts)},
                       {"latest", std::string(ts)},
                       {"inclusive", "true"},
                       {"limit", "1"}}};
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

} // namespace adapters::slack

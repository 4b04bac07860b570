// Slack's interactions: whatever comes in, what comes out has ids that are ids, and a form that is made of it is a form
// that Slack takes and that comes back as it was.
#include "adapters/chat/json_reader.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/slack/fields.hpp"
#include "adapters/slack/interactions.hpp"
#include "adapters/slack/mrkdwn.hpp"
#include "adapters/slack/render.hpp"
#include "tests/adapters/chat/rendered.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>

using namespace adapters;

namespace {

const slack::form_labels labels{"title", "submit", "close", "q", "a", "p", "ph", "t", "th", "c", "ch"};

void looked_at(const chat::place& where, const chat::person& who) {
    require(chat::is_plain_id(where.workspace) && chat::is_plain_id(where.group));
    require(chat::is_plain_id(slack::user_of(who.id)));
    require(where.thread.empty() || slack::time_of(where.thread));
}

void looked_at(const chat::mark& mark) {
    looked_at(mark.where, mark.who);
    require(slack::time_of(mark.message_id).has_value());
    const auto view = slack::mark_view(mark, labels);
    require(static_cast<bool>(
        chat::read_json(view, [](const chat::json_object& root) { return root.objects_or_empty("blocks").size(); },
                        {.bytes = 1 << 22})));
    // What is kept can be said, and pings nobody.
    require(tests::pings_nobody_on_slack(slack::render(mark.answer, 500)));
}

struct look {
    void operator()(const chat::press& press) const {
        looked_at(press.where, press.who);
        require(slack::time_of(press.message_id).has_value() && press.value.size() <= 100);
        require(press.private_reply == !press.asked_in.empty());
    }
    void operator()(const slack::asked_about& about) const {
        const auto& asked = about.asked;
        looked_at(asked.where, asked.who);
        looked_at(about.where, asked.who);
        require(slack::time_of(about.message_id).has_value());
        require(asked.private_reply && asked.where.direct && chat::is_plain_id(asked.asked_in));
        require(asked.text == chat::trimmed(asked.text) && asked.text == chat::repaired(asked.text));
    }
    void operator()(const slack::mark_wanted& wanted) const { looked_at(wanted.mark); }
    void operator()(const slack::mark_submitted& submitted) const { looked_at(submitted.form.mark); }
    void operator()(const slack::ignored& nothing) const { require(!nothing.reason.empty()); }
    void operator()(const slack::malformed& wrong) const { require(!wrong.reason.empty()); }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    if (size > 8192) return 0;
    std::visit(look{}, slack::decode_interaction(raw, chat::timestamp{}));
    const auto markdown = slack::markdown_of(raw.substr(0, 512), "U0BOT");
    require(markdown == chat::repaired(markdown));
    require(tests::pings_nobody_on_slack(slack::render(markdown, 500)));
    return 0;
}

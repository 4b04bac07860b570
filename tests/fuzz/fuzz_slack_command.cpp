// Slash commands, as a form and as JSON: what comes out has ids that are ids and a text that is clean; the check of the
// address is nothing else.
#include "adapters/chat/text.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/commands.hpp"
#include "adapters/slack/fields.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>

using namespace adapters;

namespace {

void looked_at(const slack::command& read) {
    if (const auto* wrong = std::get_if<slack::malformed>(&read)) return require(!wrong->reason.empty());
    const auto& asked = std::get<chat::incoming>(read);
    require(chat::is_plain_id(asked.where.workspace) && chat::is_plain_id(asked.where.group));
    require(asked.where.group == asked.who.id && asked.where.direct && asked.private_reply);
    require(chat::is_plain_id(asked.asked_in) && asked.delivery_id.size() > 8);
    require(asked.text == chat::trimmed(asked.text) && asked.text == chat::repaired(asked.text));
    require(asked.who.name == chat::repaired(asked.who.name));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    if (const auto form = net::parse_pairs(raw)) {
        looked_at(slack::decode_command(*form, chat::timestamp{}));
        require(slack::is_ssl_check(*form) == (net::value_of(*form, "ssl_check") == "1"));
    }
    looked_at(slack::decode_command_json(raw, chat::timestamp{}));
    return 0;
}

// Slack's Socket Mode: whatever comes over the connection, what is to be acknowledged has an id that comes back as it
// was, and a payload that is JSON and that the decoder of events survives.
#include "adapters/slack/envelope.hpp"
#include "adapters/slack/events.hpp"
#include "tests/fuzz/require.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>

using namespace adapters;
using nlohmann::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    const auto message = slack::decode_socket_message(raw);
    const auto* got = std::get_if<slack::envelope>(&message);
    if (got == nullptr) return 0;

    require(!got->id.empty() && !got->type.empty());
    const json plain = json::parse(slack::acknowledgement(got->id));
    require(plain == json{{"envelope_id", got->id}});
    if (got->payload.empty()) return 0;
    require(json::accept(got->payload));
    require(json::parse(slack::acknowledgement(got->id, got->payload)).size() == 2);
    (void)slack::decode(got->payload);
    return 0;
}

// What the bot wants to say, in one vocabulary for all platforms, and what became of it. Stored in the outbox as JSON,
// so that nothing is lost between decision and delivery.
#pragma once

#include "adapters/chat/incoming.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::chat {

// A button under a message. Pressed, it comes back as a `press` with `what` and `value`; on platforms where a button
// can only speak for the member who taps it (DingTalk without cards), it says `says`, which the conversation
// understands as a command.
struct button {
    action what = action::helpful;
    std::string value; // printable ASCII without blanks, at most 100 bytes: an id, never content
    std::string label; // plain text; adapters shorten it to what the platform takes
    std::string says;

    bool operator==(const button&) const = default;
};

// post: a new message. replace: `target` gets this text and these buttons. withdraw: `target` goes. Where a platform
// cannot replace (chat::abilities), nobody asks it to.
enum class act { post, replace, withdraw };

struct outgoing {
    std::string id;           // ours, unique; travels with the message where the platform allows it (Slack metadata)
    place where;              // group, and thread to answer in
    person mention;           // who is told that this is for them; empty id: nobody
    std::vector<person> also; // and who besides, where the platform can (chat::abilities)
    std::string title;        // one line of plain text for conversation lists and notifications
    std::string markdown;     // the body, Markdown; escaped and degraded by the adapter that knows the destination
    reply_address reply;      // as it came with the question
    std::string footer;       // Markdown below the body, whole even where the body has to be shortened: sources, links
    std::string status;       // Markdown below that, one line: what has become of the message since ("👍 2")
    act what = act::post;
    std::string target; // replace, withdraw: the platform's id of the message, as its delivery told
    // replace, withdraw: our id of the message, where its delivery had not told the platform's yet. Whoever carries
    // this one fills in `target` when it is its turn, or posts it when the other never arrived.
    std::string takes_place_of;
    std::vector<button> buttons; // the most useful first: some platforms show five, no platform more than 25
    std::string answers;         // the platform's id of the message this replies to; may be empty
    person only_for;             // nobody but this member sees it; empty id: everybody in the place
    person partner;              // of a direct conversation: who it is with; empty elsewhere
    // How title and body name what this member is told about ("#12"): what says the same to several people may leave
    // as one message, which names it for each of them (together.hpp). Empty: it leaves by itself.
    std::string told_as;
    // When it was decided to say this. Not stored with it: whoever carries the message fills it in.
    timestamp said_at{};
    // The text names members and groups by links, "[U0ALICE](member:U0ALICE)" and "[C0HELP](group:C0HELP)", which
    // platforms that know them show by their names. Only where everything in it that somebody else wrote is quoted.
    bool names_members = false;

    bool operator==(const outgoing&) const = default;
};

// Body, footer and status as one Markdown text.
[[nodiscard]] std::string whole_text(const outgoing& message);

// What a platform can do with messages of ours once they are there.
struct abilities {
    bool replaces = false;      // edit them
    bool withdraws = false;     // take back one whose id it told
    bool whispers = false;      // what is only for one member is seen by nobody else
    bool mentions_many = false; // a message may be for several people
};

std::string to_json(const outgoing& message);
// nullopt when the text is not one of ours (a newer or damaged row).
std::optional<outgoing> outgoing_from_json(std::string_view text);

// sent: the platform said yes. retry: it said "later", or nothing reached it. failed: it said no, trying again is
// useless. uncertain: the request left and no answer came, so the message may or may not be there.
enum class verdict { sent, retry, failed, uncertain };

struct delivery {
    verdict what = verdict::failed;
    std::string message_id{};                               // sent: the platform's id, where it tells one
    std::optional<std::chrono::milliseconds> retry_after{}; // retry: what the platform asked for, if it asked
    std::string reason{}; // not sent: why, for the log and the console; no secrets in it

    bool operator==(const delivery&) const = default;
};

// Whether a message whose delivery is uncertain has arrived after all. cannot_tell: the platform did not say this time;
// never_tells: it has no way to ask.
enum class sighting { there, not_there, cannot_tell, never_tells };

struct inquiry {
    sighting what = sighting::never_tells;
    std::string message_id; // there: the platform's id

    bool operator==(const inquiry&) const = default;
};

// One platform's way out. send() returns at once; `finished` is called exactly once, on the event loop's thread.
class adapter {
  public:
    virtual ~adapter() = default;
    virtual void send(outgoing message, std::function<void(delivery)> finished) = 0;
    // Looks for a message that was first sent at `since` or later. As send(): returns at once, calls `finished` once.
    virtual void look_for(outgoing message, timestamp since, std::function<void(inquiry)> finished);
    // Its time is over, and it will not be sent (again).
    virtual void give_up(const outgoing& message);
};

} // namespace adapters::chat

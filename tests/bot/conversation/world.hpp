// A small world for conversation tests: a database, an index, a Slack group and a simulator group of one community, and
// a clock that only the test moves.
#pragma once

#include "adapters/chat/outgoing.hpp"
#include "bot/conversation/conversation.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entries.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/questions.hpp"
#include "tests/support/temporary_folder.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tests {

namespace chat = adapters::chat;
namespace store = knowledge::store;

// What the world below has an answer to, and what it has none to.
inline constexpr const char* known = "sofatracer 采样率每个服务都要配吗";
inline constexpr const char* unknown = "layotto 的 wasm 怎么热更新？";

// The platform tells that something has other words now, or was taken back. `Said`: a message or a remark.
template <class Said>
chat::edit edited(const Said& said, std::string text) {
    chat::edit change{.message_id = said.message_id, .where = said.where, .who = said.who, .text = std::move(text)};
    change.delivery_id = "edit " + change.message_id + " " + change.text;
    return change;
}
template <class Said>
chat::deletion deleted(const Said& said) {
    return {
        .delivery_id = "gone " + said.message_id, .message_id = said.message_id, .where = said.where, .who = said.who};
}

struct world {
    temporary_folder folder;
    bot::config::settings settings;
    store::store db{{.path = folder / "world.db"}};
    std::unique_ptr<bot::conversation::live_index> index;
    std::unique_ptr<bot::conversation::conversation> talk;
    std::atomic<std::int64_t> now{1'700'000'000'000};
    std::atomic<int> wake_ups{0};
    knowledge::entry_id sampling, reporting, latency;
    int messages = 0;

    world();
    ~world();
    world(const world&) = delete;
    world& operator=(const world&) = delete;

    static bot::config::group_settings group(chat::platform platform, std::string workspace, std::string id,
                                             std::vector<std::string> moderators);
    knowledge::entry_id add(std::string question, std::string answer, knowledge::entry_id previous = {});
    chat::incoming message(std::string text, std::string who = "U-ALICE", std::string group = "C1",
                           std::string thread = "t1");
    // What somebody else says in that thread, to nobody in particular.
    chat::remark remark(std::string text, std::string who = "U-TINA", std::string thread = "t1");

    // Takes it and waits for what became of it.
    bot::conversation::outcome take(chat::happening one);

    void start();
    // The conversation begins anew on the same database, as after a restart.
    void restart();

    // What lies in the outbox, oldest first.
    std::vector<chat::outgoing> said();

    // Takes the oldest thing to say as the worker would, and leaves it there until it has arrived().
    knowledge::outbox_id on_its_way();
    void arrived(knowledge::outbox_id row);

    // Ten thousand open questions of as many members, each waiting by itself; the newest is old.
    void let_ten_thousand_wait();

    // The only thing said since the last look.
    chat::outgoing reply();

    std::vector<store::question> questions();
    std::vector<store::audit_row> audit();
};

} // namespace tests

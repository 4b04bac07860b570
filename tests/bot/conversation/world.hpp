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

#include <algorithm>
#include <atomic>
#include <future>
#include <string>
#include <vector>

namespace tests {

namespace chat = adapters::chat;
namespace store = knowledge::store;

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

    world() {
        auto& community = settings.communities.emplace_back();
        community.name = "test";
        community.unlisted_groups = false;
        community.groups = {group(chat::platform::slack, "T1", "C1", {"U-MONA"}),
                            group(chat::platform::slack, "T1", "C2", {"U-OTHER"}),
                            group(chat::platform::dingtalk, "ding1", "cid1", {"staff-mona"})};

        sampling = add("SOFATracer 的采样率要在每个服务上都配置吗？", "只在入口服务配置一次就可以。");
        reporting = add("上报 Zipkin 也只在入口服务配置吗？", "不是，每个服务节点都要配置上报。", sampling);
        latency = add("分布式事务为什么慢，Seata 的性能损耗在哪里？", "主要花在与 TC 的通信上。");
        start();
    }
    ~world() { db.close(); } // completions still run into what is about to go
    world(const world&) = delete;
    world& operator=(const world&) = delete;

    static bot::config::group_settings group(chat::platform platform, std::string workspace, std::string id,
                                             std::vector<std::string> moderators) {
        bot::config::group_settings one;
        one.platform = platform;
        one.workspace = std::move(workspace);
        one.id = std::move(id);
        one.community = "test";
        one.moderators = std::move(moderators);
        one.repeat_within = 0; // tests ask the same again and again; manners_test.cpp turns it on
        return one;
    }

    knowledge::entry_id add(std::string question, std::string answer, knowledge::entry_id previous = {}) {
        knowledge::entry one;
        one.question = std::move(question);
        one.answer = std::move(answer);
        one.previous = previous;
        return db.write([&](store::session& session) {
            return store::insert_entry(session, one, {.author = "import", .via = "test", .at = {}});
        });
    }

    chat::incoming message(std::string text, std::string who = "U-ALICE", std::string group = "C1",
                           std::string thread = "t1") {
        const auto id = std::to_string(++messages);
        return {.delivery_id = "Ev" + id,
                .message_id = "m" + id,
                .where = {.on = chat::platform::slack,
                          .workspace = "T1",
                          .group = std::move(group),
                          .group_title = {},
                          .thread = std::move(thread)},
                .who = {.id = who, .name = "name of " + who},
                .text = std::move(text),
                .quoted_text = {},
                .sent_at = {},
                .reply = {}};
    }

    bot::conversation::outcome take(chat::happening one) {
        // Shared: whoever keeps the promise is still in it when the waiting ends.
        const auto promise = std::make_shared<std::promise<bot::conversation::outcome>>();
        talk->take(std::move(one), [promise](bot::conversation::outcome what) { promise->set_value(what); });
        return promise->get_future().get();
    }

    // The conversation begins anew on the same database, as after a restart.
    void restart() {
        db.write([](store::session&) {}); // what was taken before has been finished
        talk.reset();
        start();
    }

    void start() {
        index = std::make_unique<bot::conversation::live_index>(db);
        talk = std::make_unique<bot::conversation::conversation>(
            settings, db, *index,
            bot::conversation::conversation::hooks{
                .clock = [this] { return knowledge::timestamp(std::chrono::milliseconds(now.load())); },
                .outbox_filled = [this](const std::string&) { ++wake_ups; }});
    }

    // What lies in the outbox, oldest first.
    std::vector<chat::outgoing> said() {
        std::vector<chat::outgoing> all;
        db.write([&](store::session& session) {
            for (bool more = true; more;) {
                std::vector<store::outbox_row> heads;
                for (const auto& lane : store::pending_lanes(session))
                    if (auto row = store::head_of_lane(session, lane);
                        row && row->due_at.time_since_epoch().count() <= now)
                        heads.push_back(std::move(*row));
                more = !heads.empty();
                std::ranges::sort(heads, {}, &store::outbox_row::id);
                for (const auto& row : heads) {
                    (void)store::mark_sending(session, row.id);
                    (void)store::mark_sent(session, row.id, "p");
                    all.push_back(chat::outgoing_from_json(row.payload).value());
                }
            }
        });
        return all;
    }

    // Takes the oldest thing to say as the worker would, and leaves it there until it has arrived().
    knowledge::outbox_id on_its_way() {
        return db.write([&](store::session& session) {
            const auto row = store::head_of_lane(session, store::pending_lanes(session).at(0)).value();
            (void)store::mark_sending(session, row.id);
            return row.id;
        });
    }
    void arrived(knowledge::outbox_id row) {
        db.write([&](store::session& session) { (void)store::mark_sent(session, row, "p"); });
    }

    // The only thing said since the last look.
    chat::outgoing reply() {
        auto all = said();
        return all.size() == 1 ? all.front() : chat::outgoing{.markdown = std::to_string(all.size()) + " messages"};
    }

    std::vector<store::question> questions() {
        return db.read([](store::session& session) {
            return store::questions_between(session, "", knowledge::timestamp{}, knowledge::timestamp::max());
        });
    }

    std::vector<store::audit_row> audit() {
        return db.read([](store::session& session) {
            return store::load_audit(session, knowledge::timestamp{}, knowledge::timestamp::max());
        });
    }
};

} // namespace tests

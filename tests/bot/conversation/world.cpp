#include "tests/bot/conversation/world.hpp"

#include "knowledge/store/clusters.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

namespace tests {

world::world() {
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

world::~world() {
    db.close(); // completions still run into what is about to go
}

bot::config::group_settings world::group(chat::platform platform, std::string workspace, std::string id,
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

knowledge::entry_id world::add(std::string question, std::string answer, knowledge::entry_id previous) {
    knowledge::entry one;
    one.question = std::move(question);
    one.answer = std::move(answer);
    one.previous = previous;
    return db.write([&](store::session& session) {
        return store::insert_entry(session, one, {.author = "import", .via = "test", .at = {}});
    });
}

chat::incoming world::message(std::string text, std::string who, std::string group, std::string thread) {
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

chat::remark world::remark(std::string text, std::string who, std::string thread) {
    auto said = message(std::move(text), std::move(who), "C1", std::move(thread));
    return {.delivery_id = std::move(said.delivery_id),
            .message_id = std::move(said.message_id),
            .where = std::move(said.where),
            .who = std::move(said.who),
            .text = std::move(said.text)};
}

void world::let_ten_thousand_wait() {
    db.write([](store::session& session) {
        for (int i = 1; i <= 10'000; ++i) {
            store::question one;
            one.community = "test";
            one.platform = "slack";
            one.workspace = "T1";
            one.group = "C1";
            one.member = "U" + std::to_string(i);
            one.text = "number" + std::to_string(i) + " 的 module" + std::to_string(i % 97) + " 怎么配置";
            one.asked_at = knowledge::timestamp(std::chrono::seconds(i));
            (void)store::begin_cluster(session, store::insert_question(session, one));
        }
    });
}

bot::conversation::outcome world::take(chat::happening one) {
    // Shared: whoever keeps the promise is still in it when the waiting ends.
    const auto promise = std::make_shared<std::promise<bot::conversation::outcome>>();
    talk->take(std::move(one), [promise](bot::conversation::outcome what) { promise->set_value(what); });
    return promise->get_future().get();
}

void world::restart() {
    db.write([](store::session&) {}); // what was taken before has been finished
    talk.reset();
    start();
}

void world::start() {
    index = std::make_unique<bot::conversation::live_index>(db);
    talk = std::make_unique<bot::conversation::conversation>(
        settings, db, *index,
        bot::conversation::conversation::hooks{
            .clock = [this] { return knowledge::timestamp(std::chrono::milliseconds(now.load())); },
            .outbox_filled = [this](const std::string&) { ++wake_ups; }});
}

std::vector<chat::outgoing> world::said() {
    std::vector<chat::outgoing> all;
    db.write([&](store::session& session) {
        for (bool more = true; more;) {
            std::vector<store::outbox_row> heads;
            for (const auto& lane : store::pending_lanes(session))
                if (auto row = store::head_of_lane(session, lane); row && row->due_at.time_since_epoch().count() <= now)
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

knowledge::outbox_id world::on_its_way() {
    return db.write([&](store::session& session) {
        const auto row = store::head_of_lane(session, store::pending_lanes(session).at(0)).value();
        (void)store::mark_sending(session, row.id);
        return row.id;
    });
}

void world::arrived(knowledge::outbox_id row) {
    db.write([&](store::session& session) { (void)store::mark_sent(session, row, "p"); });
}

chat::outgoing world::reply() {
    auto all = said();
    return all.size() == 1 ? all.front() : chat::outgoing{.markdown = std::to_string(all.size()) + " messages"};
}

std::vector<store::question> world::questions() {
    return db.read([](store::session& session) {
        return store::questions_between(session, "", knowledge::timestamp{}, knowledge::timestamp::max());
    });
}

std::vector<store::audit_row> world::audit() {
    return db.read([](store::session& session) {
        return store::load_audit(session, knowledge::timestamp{}, knowledge::timestamp::max());
    });
}

} // namespace tests

#include "scratch.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <array>
#include <csignal>

using namespace knowledge;
using namespace scratch;
using store::session;

namespace {

class channel {
  public:
    channel() {
        if (::pipe(ends_.data()) != 0) throw std::runtime_error("no pipe");
    }
    ~channel() {
        for (const int end : ends_)
            ::close(end);
    }
    channel(const channel&) = delete;
    channel& operator=(const channel&) = delete;

    void say(char one) const {
        if (::write(ends_[1], &one, 1) != 1) ::abort();
    }
    [[nodiscard]] char hear() const {
        char one = 0;
        return ::read(ends_[0], &one, 1) == 1 ? one : '\0';
    }

  private:
    std::array<int, 2> ends_{};
};

store::settings patient(const std::filesystem::path& file) {
    auto how = quick(file);
    how.busy_timeout = 20s;
    return how;
}

} // namespace

TEST_CASE("what was reported as committed survives kill -9", "[store]") {
    folder home;
    const channel told;
    const child victim([&] {
        store::store db(patient(home.file()));
        for (int at = 0; at < 20; ++at) {
            const auto job = [at](session& s) {
                (void)store::remember_delivery(s, "key " + std::to_string(at), minute(0));
                store::insert_question(s, sample_question("question " + std::to_string(at), minute(at)));
            };
            const bool queued =
                db.submit(job, [&told](const std::exception_ptr& problem) { told.say(problem ? 'n' : 'y'); });
            if (!queued) return 1;
        }
        ::pause(); // until killed
        return 0;
    });
    constexpr int heard = 20;
    for (int at = 0; at < heard; ++at)
        REQUIRE(told.hear() == 'y');
    victim.kill();
    CHECK(victim.wait() == -SIGKILL);

    store::store db(patient(home.file()));
    CHECK(db.read([](session& s) { return store::open_questions(s, "tea", 100).size(); }) == heard);
    CHECK_FALSE(db.write([](session& s) { return store::remember_delivery(s, "key 19", minute(1)); }));
}

TEST_CASE("several processes may open a new file at the same moment", "[store]") {
    constexpr int processes = 4;
    for (int round = 0; round < 5; ++round) {
        folder home;
        const channel ready;
        const channel go;
        std::vector<child> opening;
        for (int at = 0; at < processes; ++at) {
            opening.emplace_back([&, at] {
                ready.say('r');
                (void)go.hear();
                store::store db(patient(home.file()));
                return db.write([&](session& s) {
                    return store::remember_delivery(s, "process " + std::to_string(at), minute(0)) ? 0 : 1;
                });
            });
        }
        for (int at = 0; at < processes; ++at)
            REQUIRE(ready.hear() == 'r');
        for (int at = 0; at < processes; ++at)
            go.say('g');
        for (const auto& one : opening)
            CHECK(one.wait() == 0);
        CHECK(other_connection(home.file()).count("delivered") == processes);
    }
}

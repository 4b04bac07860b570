#include "tests/bench/webhook/load.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <thread>

namespace tests::bench {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using clock = std::chrono::steady_clock;

namespace {

// For a start on a machine that is short of memory, where every file has to be read again.
constexpr std::chrono::seconds patience{30};

std::chrono::milliseconds cpu_of_this_thread() {
    rusage used{};
    ::getrusage(RUSAGE_THREAD, &used);
    const auto of = [](const timeval& time) { return std::chrono::seconds(time.tv_sec) + microseconds(time.tv_usec); };
    return std::chrono::duration_cast<std::chrono::milliseconds>(of(used.ru_utime) + of(used.ru_stime));
}

// Of a whole answer at the start of `bytes`: its length and status; nullopt while some of it is missing.
struct seen_answer {
    std::size_t length;
    int status;
};
std::optional<seen_answer> read_answer(std::string_view bytes) {
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    seen_answer seen{end + 4, 0};
    std::from_chars(bytes.data() + 9, bytes.data() + 12, seen.status);
    // All three servers write it so.
    constexpr std::string_view name = "\r\nContent-Length: ";
    if (const auto at = bytes.substr(0, end).find(name); at != std::string_view::npos) {
        std::size_t body = 0;
        std::from_chars(bytes.data() + at + name.size(), bytes.data() + end, body);
        seen.length += body;
    }
    if (bytes.size() < seen.length) return std::nullopt;
    return seen;
}

class generator {
  public:
    generator(const load_plan& plan, mentions& source) : plan_(plan), source_(source), due_(context_), ends_(context_) {
        for (std::size_t i = 0; i < plan_.prepared; ++i)
            stock_.push_back(source_.next_request());
    }

    load_result run(const std::function<void()>& before, const std::function<void()>& after) {
        for (std::size_t i = 0; i < plan_.connections; ++i)
            lines_.push_back(std::make_unique<line>(*this));
        const auto start = clock::now();
        if (plan_.rate) {
            for (auto& one : lines_)
                idle_.push_back(one.get());
            next_due_ = start;
            wait_for_due();
        } else {
            for (auto& one : lines_)
                one->send(start);
        }
        ends_.expires_at(start + plan_.warm_up);
        ends_.async_wait([&](const error_code&) {
            before();
            cpu_ = cpu_of_this_thread();
            from_ = clock::now();
            ends_.expires_at(from_ + plan_.measured);
            ends_.async_wait([&](const error_code&) {
                const auto took = clock::now() - from_;
                result_.own_cpu = cpu_of_this_thread() - cpu_;
                after();
                result_.per_second =
                    static_cast<double>(result_.latencies.size()) / std::chrono::duration<double>(took).count();
                context_.stop();
            });
        });
        context_.run();
        std::sort(result_.latencies.begin(), result_.latencies.end());
        return std::move(result_);
    }

  private:
    struct line {
        explicit line(generator& of) : all(of), socket(of.context_) {
            socket.connect({asio::ip::address_v4::loopback(), all.plan_.port});
            socket.set_option(tcp::no_delay(true));
        }

        void send(clock::time_point from) {
            since = from;
            wire = all.take();
            asio::async_write(socket, asio::buffer(wire), [this](const error_code& ec, std::size_t) {
                if (ec) return all.broke();
                filled = 0;
                receive();
            });
        }
        void receive() {
            socket.async_read_some(asio::buffer(room) + filled, [this](const error_code& ec, std::size_t count) {
                if (ec) return all.broke();
                filled += count;
                const auto seen = read_answer({room.data(), filled});
                if (!seen) return receive();
                all.answered(*this, seen->status);
            });
        }

        generator& all;
        tcp::socket socket;
        std::string wire;
        std::array<char, 4096> room{};
        std::size_t filled = 0;
        clock::time_point since;
    };

    std::string take() {
        if (stock_.empty()) return source_.next_request();
        auto one = std::move(stock_.front());
        stock_.pop_front();
        return one;
    }

    void answered(line& on, int status) {
        const auto now = clock::now();
        if (status != 200) {
            ++result_.refused;
        } else if (from_ != clock::time_point{}) {
            result_.latencies.push_back(std::chrono::duration_cast<microseconds>(now - on.since));
        }
        if (!plan_.rate) return on.send(now);
        if (late_.empty()) return idle_.push_back(&on);
        const auto due = late_.front();
        late_.pop_front();
        on.send(due);
    }

    void broke() { ++result_.broken; }

    void wait_for_due() {
        next_due_ +=
            std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(gap_(luck_) / *plan_.rate));
        due_.expires_at(next_due_);
        due_.async_wait([this](const error_code&) {
            if (idle_.empty()) {
                late_.push_back(next_due_);
            } else {
                line* const one = idle_.front(); // in turn: the servers close a connection that is quiet for long
                idle_.pop_front();
                one->send(next_due_);
            }
            wait_for_due();
        });
    }

    const load_plan& plan_;
    mentions& source_;
    asio::io_context context_{1};
    asio::steady_timer due_, ends_;
    std::deque<std::string> stock_;
    std::vector<std::unique_ptr<line>> lines_;
    std::deque<line*> idle_;
    std::deque<clock::time_point> late_;
    clock::time_point next_due_, from_;
    std::mt19937_64 luck_{1}; // the same moments at every run
    std::exponential_distribution<double> gap_{1};
    std::chrono::milliseconds cpu_{};
    load_result result_;
};

} // namespace

microseconds load_result::at(double share) const {
    if (latencies.empty()) return {};
    const auto place = static_cast<std::size_t>(share * static_cast<double>(latencies.size()));
    return latencies[std::min(place, latencies.size() - 1)];
}

load_result put_load(const load_plan& plan, mentions& source, const std::function<void()>& before,
                     const std::function<void()>& after) {
    return generator(plan, source).run(before, after);
}

std::optional<microseconds> first_answer(std::uint16_t port, mentions& source, clock::time_point since) {
    for (; clock::now() < since + patience; std::this_thread::sleep_for(microseconds(500))) {
        asio::io_context context;
        tcp::socket socket(context);
        error_code ec;
        socket.connect({asio::ip::address_v4::loopback(), port}, ec);
        if (!ec) asio::write(socket, asio::buffer(source.next_request()), ec);
        std::string answer;
        if (!ec) asio::read_until(socket, asio::dynamic_buffer(answer), "\r\n\r\n", ec);
        if (!ec && answer.starts_with("HTTP/1.1 200 "))
            return std::chrono::duration_cast<microseconds>(clock::now() - since);
    }
    return std::nullopt;
}

std::uint16_t free_port() {
    asio::io_context context;
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
    return acceptor.local_endpoint().port();
}

} // namespace tests::bench

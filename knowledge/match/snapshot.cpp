#include "knowledge/match/snapshot.hpp"

#include "knowledge/match/image.hpp"
#include "knowledge/text/synonyms.hpp"

#include <fcntl.h>
#include <fingerprint_of_sources.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unicode/uversion.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

namespace knowledge::match {

namespace {

constexpr std::array<char, 8> magic{'Q', 'U', 'N', 'D', 'A', 'I', 'D', 'X'};
constexpr std::uint32_t format_version = 2;

struct head {
    std::array<char, 8> name;
    std::uint32_t version, head_size;
    std::uint64_t fingerprint; // of the sources and of the library that knows Unicode
    snapshot_origin origin;
    std::uint64_t size, checksum; // of what follows
    std::uint64_t own_words;      // fingerprint of the synonyms it was built with
    std::uint64_t own_checksum;   // of all before
    std::array<std::uint64_t, 5> unused;
};
static_assert(sizeof(head) == 128); // what follows begins at a line of the cache
constexpr std::size_t checked_of_head = offsetof(head, own_checksum);

std::uint64_t fingerprint() {
    UVersionInfo version;
    u_getVersion(version);
    std::uint64_t unicode = 0;
    for (const auto part : version)
        unicode = unicode << 8U | part;
    return fingerprint_of_sources ^ unicode * 0x9E3779B97F4A7C15ULL;
}

// Four streams of words, each multiplied and turned, so that no bit can change unnoticed by chance and the memory is
// what takes the time (the core of xxHash64).
std::uint64_t checksum(std::span<const std::byte> bytes) {
    constexpr std::uint64_t p1 = 0x9E3779B185EBCA87ULL, p2 = 0xC2B2AE3D27D4EB4FULL;
    const auto turned = [](std::uint64_t x, unsigned by) { return x << by | x >> (64U - by); };
    std::array<std::uint64_t, 4> lanes{p1, p2, p1 ^ p2, bytes.size()};
    std::size_t at = 0;
    for (; at + 32 <= bytes.size(); at += 32)
        for (std::size_t i = 0; i < 4; ++i) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + at + 8 * i, 8);
            lanes[i] = turned(lanes[i] + word * p2, 31) * p1;
        }
    std::uint64_t sum = 0;
    for (const std::uint64_t lane : lanes)
        sum = (sum ^ turned(lane, 27) * p1) * p2;
    for (; at < bytes.size(); ++at)
        sum = turned(sum ^ std::to_integer<std::uint64_t>(bytes[at]) * p1, 11) * p2;
    sum = (sum ^ sum >> 33U) * p2;
    return sum ^ sum >> 29U;
}

class descriptor {
  public:
    explicit descriptor(int number) : number_(number) {}
    ~descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] int release() { return std::exchange(number_, -1); }

  private:
    int number_;
};

class mapping {
  public:
    mapping(int file, std::size_t size) : size_(size), start_(::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0)) {}
    ~mapping() {
        if (start_ != MAP_FAILED) ::munmap(start_, size_);
    }
    mapping(const mapping&) = delete;
    mapping& operator=(const mapping&) = delete;
    [[nodiscard]] bool failed() const { return start_ == MAP_FAILED; }
    [[nodiscard]] std::span<const std::byte> bytes() const { return {static_cast<const std::byte*>(start_), size_}; }
    // Checking read every page; questions need few of them.
    void forget_pages() const { ::madvise(start_, size_, MADV_DONTNEED); }

  private:
    std::size_t size_;
    void* start_;
};

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// A page cache that was filled in large pieces is mapped in large pieces as well, and with one page a question touches
// would come half a megabyte of others.
constexpr std::size_t piece_size = std::size_t{64} << 10U;

void write_all(int file, std::span<const std::byte> bytes, const std::string& name) {
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), std::min(bytes.size(), piece_size));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("cannot write " + name);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

// What stands before the index in the file.
std::vector<std::byte> head_of(const index& content, const snapshot_origin& origin) {
    head made{magic,
              format_version,
              sizeof(head),
              fingerprint(),
              origin,
              content.bytes().size(),
              checksum(content.bytes()),
              content.own_words_fingerprint(),
              0,
              {}};
    std::vector<std::byte> bytes(sizeof made);
    std::memcpy(bytes.data(), &made, sizeof made);
    made.own_checksum = checksum(std::span(bytes).first(checked_of_head));
    std::memcpy(bytes.data(), &made, sizeof made);
    return bytes;
}

} // namespace

snapshot load_snapshot(const std::filesystem::path& file, index::own_words own) {
    snapshot result;
    const auto no_use = [&result](std::string why) {
        result.content = nullptr;
        result.why_not = std::move(why);
        return result;
    };
    const descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (opened.number() < 0) return no_use(errno == ENOENT ? "there is none" : std::strerror(errno));
    struct stat about {};
    if (::fstat(opened.number(), &about) != 0 || !S_ISREG(about.st_mode)) return no_use("it is no file");
    const auto size = static_cast<std::size_t>(about.st_size);
    if (size < sizeof(head)) return no_use("it is cut off");
    const auto mapped = std::make_shared<const mapping>(opened.number(), size);
    if (mapped->failed()) return no_use(std::strerror(errno));

    const std::span<const std::byte> all = mapped->bytes();
    head stated{};
    std::memcpy(&stated, all.data(), sizeof stated);
    if (stated.name != magic || stated.own_checksum != checksum(all.first(checked_of_head)))
        return no_use("it is damaged");
    if (stated.version != format_version || stated.head_size != sizeof(head) || stated.fingerprint != fingerprint())
        return no_use("another qunda wrote it");
    if (stated.own_words != (own ? own->fingerprint() : 0)) return no_use("it was built with other synonyms");
    const std::span<const std::byte> content = all.subspan(sizeof(head));
    if (stated.size != content.size()) return no_use("it is cut off");
    if (stated.checksum != checksum(content)) return no_use("it is damaged");
    try {
        result.content = index::open(image(content, mapped), std::move(own));
    } catch (const damaged& why) {
        return no_use(why.what());
    }
    result.origin = stated.origin;
    mapped->forget_pages();
    return result;
}

void save_snapshot(const std::filesystem::path& file, const index& content, const snapshot_origin& origin) {
    std::filesystem::path unfinished = file;
    unfinished += ".unfinished";
    const std::string name = unfinished.string();
    // For its owner only, as the database may be: it holds words of what is known.
    descriptor opened(::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (opened.number() < 0) fail("cannot open " + name);
    try {
        write_all(opened.number(), head_of(content, origin), name);
        write_all(opened.number(), content.bytes(), name);
        if (::close(opened.release()) != 0) fail("cannot write " + name);
        // No wait for the disk: after a loss of power the checksum tells, and it is built anew.
        if (::rename(name.c_str(), file.c_str()) != 0) fail("cannot rename " + name);
    } catch (...) {
        ::unlink(name.c_str());
        throw;
    }
}

} // namespace knowledge::match

#include "bot/cli/single_instance.hpp"

#include "bot/cli/setup.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace bot::cli {

single_instance::single_instance(const std::filesystem::path& database) {
    auto beside = database;
    beside += ".lock";
    file_ = ::open(beside.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) throw stop(cannot_create, beside.string() + ": cannot be created: " + std::strerror(errno));
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(file_);
    throw stop(unavailable, database.string() + ": another qunda is running on this database");
}

// The file stays: whoever removed it could lock out nobody any more.
single_instance::~single_instance() {
    ::close(file_);
}

} // namespace bot::cli

#include "tests/bench/webhook/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>

namespace tests::bench {

namespace fs = std::filesystem;

namespace {

pid_t start(const words& command, const variables& environment, const fs::path& folder, const fs::path& log) {
    std::vector<char*> arguments;
    for (const auto& one : command)
        arguments.push_back(const_cast<char*>(one.c_str()));
    arguments.push_back(nullptr);
    const pid_t process = ::fork();
    if (process < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (process > 0) return process;

    // SIGTERM, not SIGKILL: nginx's workers are its own to end.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    const int in = ::open("/dev/null", O_RDONLY);
    ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(out, 2);
    ::close_range(3, ~0U, 0);
    for (const auto& [name, value] : environment)
        ::setenv(name.c_str(), value.c_str(), 1);
    if (!folder.empty() && ::chdir(folder.c_str()) != 0) ::_exit(126);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
}

std::chrono::milliseconds cpu_of(const fs::path& stat) {
    std::ifstream file(stat);
    std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto name_end = text.rfind(')'); // the name may hold blanks
    if (name_end == std::string::npos) return {};
    std::istringstream rest(text.substr(name_end + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        rest >> skipped;
    long user = 0, system = 0;
    rest >> user >> system;
    return std::chrono::milliseconds((user + system) * 1000 / ::sysconf(_SC_CLK_TCK));
}

} // namespace

child::child(const words& command, const variables& environment, const fs::path& log)
    : process_(start(command, environment, {}, log)) {}

child::~child() {
    if (process_ > 0) stop(SIGKILL);
}

bool child::ended() {
    if (process_ > 0 && ::waitpid(process_, nullptr, WNOHANG) == process_) process_ = -1;
    return process_ < 0;
}

void child::stop(int signal) {
    if (ended()) return;
    ::kill(process_, signal);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(2);
    while (!ended()) {
        if (std::chrono::steady_clock::now() > deadline) ::kill(process_, SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

std::size_t child::resident_kb() const {
    std::ifstream status("/proc/" + std::to_string(process_) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
    return 0;
}

child::cpu child::used() const {
    cpu sum;
    const fs::path tasks = "/proc/" + std::to_string(process_) + "/task";
    std::error_code ignored;
    for (const auto& task : fs::directory_iterator(tasks, ignored)) {
        const auto used = cpu_of(task.path() / "stat");
        sum.all += used;
        if (task.path().filename() == std::to_string(process_))
            sum.first_thread = used;
        else
            sum.busiest_other = std::max(sum.busiest_other, used);
    }
    return sum;
}

fs::path program(const std::string& name) {
    const char* const path = std::getenv("PATH");
    std::istringstream folders(std::string(path != nullptr ? path : "") + ":/usr/sbin:/sbin");
    for (std::string folder; std::getline(folders, folder, ':');) {
        const auto file = fs::path(folder) / name;
        if (!folder.empty() && ::access(file.c_str(), X_OK) == 0) return file;
    }
    return {};
}

bool run(const words& command, const fs::path& folder, const fs::path& log) {
    const pid_t process = start(command, {}, folder, log);
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace tests::bench

// Stands in for libFuzzer's main in ordinary builds: feeds every file of the folders named on the command line to the
// target, so that what once broke stays mended under every compiler and sanitizer. A folder that is not there is empty.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    if (!std::filesystem::is_directory(folder)) return files;
    for (const auto& item : std::filesystem::recursive_directory_iterator(folder)) {
        if (item.is_regular_file()) files.push_back(item.path());
    }
    std::ranges::sort(files); // the same order on every machine
    return files;
}

} // namespace

int main(int count, char** arguments) {
    std::size_t fed = 0;
    LLVMFuzzerTestOneInput(nullptr, 0);
    for (const std::filesystem::path folder : std::vector<std::string>(arguments + 1, arguments + count)) {
        for (const auto& file : files_of(folder)) {
            std::printf("%s\n", file.c_str());
            std::fflush(stdout); // the last line names the culprit when the target aborts
            std::ifstream in(file, std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            // A copy without the string's final zero, so that the address sanitizer sees a read past the end.
            const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
            LLVMFuzzerTestOneInput(input.data(), input.size());
            ++fed;
        }
    }
    if (fed == 0) {
        std::fprintf(stderr, "no seeds: a fuzz target comes with some\n");
        return 1;
    }
    std::printf("%zu inputs\n", fed);
    return 0;
}

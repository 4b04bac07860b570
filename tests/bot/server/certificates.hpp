// Self-signed certificates made on the spot, so that none lies about in the tree and none runs out.
#pragma once

#include <filesystem>
#include <string>

namespace tests::server {

struct certificate {
    std::string pem;
    std::string key_pem;
};

// For one name, "DNS:localhost" or "IP:127.0.0.1". It is its own authority: trusting its PEM trusts it.
[[nodiscard]] certificate make_certificate(const std::string& name);

// A folder that goes away with the object.
class temporary_folder {
  public:
    temporary_folder();
    ~temporary_folder();
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    // Writes a file of that name, over an older one if need be; its path.
    std::filesystem::path write(const std::string& name, const std::string& content) const;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

} // namespace tests::server

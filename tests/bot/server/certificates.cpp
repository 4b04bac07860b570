#include "tests/bot/server/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <memory>
#include <stdexcept>

namespace tests::server {

namespace {

struct free_it {
    void operator()(BIO* one) const { BIO_free(one); }
    void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
    void operator()(X509* one) const { X509_free(one); }
    void operator()(X509_EXTENSION* one) const { X509_EXTENSION_free(one); }
};

template <class T>
std::unique_ptr<T, free_it> have(T* one) {
    if (one == nullptr) throw std::runtime_error("OpenSSL could not make a certificate");
    return std::unique_ptr<T, free_it>(one);
}

std::string text_of(BIO* memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

} // namespace

certificate make_certificate(const std::string& name) {
    const auto key = have(EVP_EC_gen("P-256"));
    const auto x509 = have(X509_new());
    static long serial = 0;
    X509_set_version(x509.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3600);
    X509_set_pubkey(x509.get(), key.get());
    X509_NAME* const subject = X509_get_subject_name(x509.get());
    const std::string common_name = "qunda test " + std::to_string(serial);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common_name.c_str()),
                               -1, -1, 0);
    X509_set_issuer_name(x509.get(), subject);
    const auto extension = have(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str()));
    X509_add_ext(x509.get(), extension.get(), -1);
    if (X509_sign(x509.get(), key.get(), EVP_sha256()) == 0)
        throw std::runtime_error("OpenSSL could not sign a certificate");

    const auto certificate_text = have(BIO_new(BIO_s_mem()));
    const auto key_text = have(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificate_text.get(), x509.get());
    PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {text_of(certificate_text.get()), text_of(key_text.get())};
}

} // namespace tests::server

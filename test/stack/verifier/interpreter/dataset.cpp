#include "dataset.hpp"

#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <sys/mman.h>

#include "arithmetic.hpp"

// The pinned source's: Argon2 (fills the Cache) and the generator of SuperscalarHash programs. Running them is ours.
#include "3rdparty/argon2.h"
#include "crypto/randomx/blake2_generator.hpp"
#include "crypto/randomx/superscalar.hpp"

extern "C" {
#include "3rdparty/argon2/lib/core.h"

void xmrig_ar2_fill_segment_sse2(const argon2_instance_t *instance, argon2_position_t position);

/* In place of the choice among code for many CPUs: this runs on each of 64 bits. */
void xmrig_ar2_fill_segment(const argon2_instance_t *instance, argon2_position_t position)
{
    xmrig_ar2_fill_segment_sse2(instance, position);
}
}

namespace {

constexpr uint32_t CACHE_BLOCKS = 262144;
constexpr size_t CACHE_BYTES = size_t{CACHE_BLOCKS} * 1024;
constexpr size_t LINE = 64;

/* What registers 1 to 7 of an item start with, before register 0 is mixed in. */
constexpr uint64_t START[] = {
    9298411001130361340U, 12065312585734608966U, 9306329213124626780U, 5281919268842080866U,
    10536153434571861004U, 3398623926847679864U, 9549104520008361294U,
};

}

/* What the generator reads of XMRig's configuration: the latency it aims at. */
RandomX_ConfigurationBase::RandomX_ConfigurationBase() : SuperscalarLatency(170) {}
RandomX_ConfigurationBase RandomX_CurrentConfig;

Dataset::Dataset()
{
    // Aligned, so that the kernel can back it with 2 MB pages.
    void *block = std::aligned_alloc(2 << 20, CACHE_BYTES);
    if (block == nullptr) {
        throw std::bad_alloc();
    }
    madvise(block, CACHE_BYTES, MADV_HUGEPAGE);
    memory = static_cast<uint8_t *>(block);
}

Dataset::~Dataset()
{
    std::free(memory);
}

void Dataset::setKey(const uint8_t *key, size_t size)
{
    static char salt[] = "RandomX\x03";
    argon2_context context{};
    context.pwd = const_cast<uint8_t *>(key);
    context.pwdlen = static_cast<uint32_t>(size);
    context.salt = reinterpret_cast<uint8_t *>(salt);
    context.saltlen = sizeof salt - 1;
    context.t_cost = 3;
    context.m_cost = CACHE_BLOCKS;
    context.lanes = 1;
    context.threads = 1;
    context.flags = ARGON2_DEFAULT_FLAGS;
    context.version = ARGON2_VERSION_NUMBER;
    if (argon2_ctx_mem(&context, Argon2_d, memory, CACHE_BYTES) != ARGON2_OK) {
        throw std::runtime_error("Argon2 refused its parameters");
    }

    randomx::Blake2Generator generator(key, size);
    for (Function &function : functions) {
        static randomx::SuperscalarProgram program;
        randomx::generateSuperscalar(program, generator);
        function.addressRegister = program.getAddressRegister();
        function.steps.clear();
        for (uint32_t i = 0; i < program.getSize(); i++) {
            using Type = randomx::SuperscalarInstructionType;
            const randomx::Instruction &from = program(static_cast<int>(i));
            const uint32_t immediate = from.imm32;
            Step step{Op::Sub, from.dst, static_cast<uint8_t>(from.src & 7), static_cast<uint8_t>((from.mod >> 2) & 3), signExtended(immediate)};
            switch (static_cast<Type>(from.opcode)) {
            case Type::ISUB_R: step.op = Op::Sub; break;
            case Type::IXOR_R: step.op = Op::Xor; break;
            case Type::IADD_RS: step.op = Op::AddShifted; break;
            case Type::IMUL_R: step.op = Op::Mul; break;
            case Type::IROR_C:
                step.op = Op::RotateRight;
                step.shift = immediate & 63;
                break;
            case Type::IADD_C7:
            case Type::IADD_C8:
            case Type::IADD_C9: step.op = Op::AddConstant; break;
            case Type::IXOR_C7:
            case Type::IXOR_C8:
            case Type::IXOR_C9: step.op = Op::XorConstant; break;
            case Type::IMULH_R: step.op = Op::MulHigh; break;
            case Type::ISMULH_R: step.op = Op::SignedMulHigh; break;
            case Type::IMUL_RCP:
                step.op = Op::MulConstant;
                step.constant = reciprocal(immediate);
                break;
            default: throw std::logic_error("an instruction that SuperscalarHash does not have");
            }
            function.steps.push_back(step);
        }
    }
}

template <int COUNT> void Dataset::run(const Function &function, Item *items)
{
    const auto each = [items](const Step &step, auto change) {
        for (int i = 0; i < COUNT; i++) {
            change(items[i][step.dst], items[i][step.src]);
        }
    };
    for (const Step &step : function.steps) {
        const uint64_t constant = step.constant;
        const int shift = step.shift;
        switch (step.op) {
        case Op::Sub: each(step, [](uint64_t &dst, uint64_t src) { dst -= src; }); break;
        case Op::Xor: each(step, [](uint64_t &dst, uint64_t src) { dst ^= src; }); break;
        case Op::AddShifted: each(step, [=](uint64_t &dst, uint64_t src) { dst += src << shift; }); break;
        case Op::Mul: each(step, [](uint64_t &dst, uint64_t src) { dst *= src; }); break;
        case Op::RotateRight: each(step, [=](uint64_t &dst, uint64_t) { dst = dst >> shift | dst << (64 - shift); }); break;
        case Op::AddConstant: each(step, [=](uint64_t &dst, uint64_t) { dst += constant; }); break;
        case Op::XorConstant: each(step, [=](uint64_t &dst, uint64_t) { dst ^= constant; }); break;
        case Op::MulHigh: each(step, [](uint64_t &dst, uint64_t src) { dst = mulHigh(dst, src); }); break;
        case Op::SignedMulHigh: each(step, [](uint64_t &dst, uint64_t src) { dst = signedMulHigh(dst, src); }); break;
        case Op::MulConstant: each(step, [=](uint64_t &dst, uint64_t) { dst *= constant; }); break;
        }
    }
}

template <int COUNT> void Dataset::compute(const uint64_t *numbers, Item *out) const
{
    uint64_t index[COUNT];
    for (int i = 0; i < COUNT; i++) {
        index[i] = numbers[i];
        out[i][0] = (numbers[i] + 1) * 6364136223846793005U;
        for (int q = 1; q < 8; q++) {
            out[i][q] = out[i][0] ^ START[q - 1];
        }
    }
    for (const Function &function : functions) {
        const uint8_t *line[COUNT];
        for (int i = 0; i < COUNT; i++) {
            line[i] = memory + index[i] % (CACHE_BYTES / LINE) * LINE;
            // Wanted only after the function has run.
            __builtin_prefetch(line[i]);
        }
        run<COUNT>(function, out);
        for (int i = 0; i < COUNT; i++) {
            Item words;
            memcpy(words, line[i], sizeof words);
            for (int q = 0; q < 8; q++) {
                out[i][q] ^= words[q];
            }
            index[i] = out[i][function.addressRegister];
        }
    }
}

void Dataset::items(const uint64_t *numbers, int count, Item *out) const
{
    switch (count) {
    case 1: return compute<1>(numbers, out);
    case 2: return compute<2>(numbers, out);
    default: return compute<3>(numbers, out);
    }
}

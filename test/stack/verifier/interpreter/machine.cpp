#include "machine.hpp"

#include <cstring>
#include <utility>

#include "arithmetic.hpp"
#include "blake2.hpp"

namespace {

constexpr int PROGRAMS = 8;
constexpr int ITERATIONS = 2048;
constexpr int CONFIGURATION = 128;
constexpr uint64_t DATASET_BASE = 2147483648;
constexpr uint64_t DATASET_EXTRA = 33554368;

// Table 4.2.1
constexpr uint32_t L1 = (16384 - 1) & ~7;
constexpr uint32_t L2 = (262144 - 1) & ~7;
constexpr uint32_t L3 = (2097152 - 1) & ~7;
constexpr uint32_t L3_LINE = (2097152 - 1) & ~63;

const uint64_t ZERO = 0;

template <typename T> T load(const uint8_t *from)
{
    T value;
    memcpy(&value, from, sizeof value);
    return value;
}

/* The rounding mode of 4.3.1, which MXCSR numbers alike. No exceptions; denormals, which never come up, are zero. */
void setRounding(uint32_t fprc)
{
    _mm_setcsr(0x9fc0 | fprc << 13);
}

/* Two 32-bit integers as doubles (4.3.1). */
__m128d loadF(const uint8_t *at)
{
    return _mm_cvtepi32_pd(_mm_loadl_epi64(reinterpret_cast<const __m128i *>(at)));
}

}

Machine::Machine(const Dataset &from) : dataset(from) {}

void Machine::hash(Version which, const void *input, size_t size, uint8_t (&out)[32])
{
    version = which;
    programSize = which == Version::V2 ? 384 : 256;
    Columns generator;
    hash512(input, size, &generator);
    fillByAes1R(generator, scratchpad, SCRATCHPAD);
    setRounding(0);
    for (int i = 0; i < PROGRAMS; i++) {
        uint8_t buffer[CONFIGURATION + 8 * LONGEST_PROGRAM];
        if (i > 0) {
            hash512(&registers, sizeof registers, &generator);
        }
        fillByAes4R(generator, buffer, CONFIGURATION + 8 * programSize);
        configure(buffer);
        decode(buffer + CONFIGURATION);
        run();
    }
    const Columns fingerprint = aesHash1R(scratchpad, SCRATCHPAD);
    memcpy(registers.a, &fingerprint, sizeof registers.a);
    hash256(&registers, sizeof registers, out);
}

/* Table 4.5.1. */
void Machine::configure(const uint8_t *quadwords)
{
    const auto quadword = [quadwords](int index) { return load<uint64_t>(quadwords + 8 * index); };
    const auto between1And2To32 = [](uint64_t from) { return ((from >> 59) + 1023) << 52 | (from & ((1ULL << 52) - 1)); };
    // Exponent: 011, then these four bits, then the four it had (4.3.2).
    const auto mask = [](uint64_t from) { return (0x300 | from >> 60 << 4) << 52 | (from & ((1 << 22) - 1)); };
    for (int i = 0; i < 4; i++) {
        const __m128i bits = _mm_set_epi64x(
            static_cast<int64_t>(between1And2To32(quadword(2 * i + 1))), static_cast<int64_t>(between1And2To32(quadword(2 * i))));
        registers.a[i] = _mm_castsi128_pd(bits);
        readReg[i] = 2 * i + static_cast<int>(quadword(12) >> i & 1);
    }
    ma = static_cast<uint32_t>(quadword(8));
    mx = static_cast<uint32_t>(quadword(10));
    datasetOffset = quadword(13) % (DATASET_EXTRA / 64 + 1) * 64;
    eMask = _mm_set_epi64x(static_cast<int64_t>(mask(quadword(15))), static_cast<int64_t>(mask(quadword(14))));
}

void Machine::run()
{
    memset(registers.r, 0, sizeof registers.r);
    spAddr0 = mx;
    spAddr1 = ma;
    announced = {ma};
    if (version == Version::V2) {
        announced.push_back(mx);
    }
    nextItem = itemCount = 0;
    for (int ic = ITERATIONS; ic > 0; ic--) {
        iterate();
    }
}

/* 4.6.2, steps 1 to 12. */
void Machine::iterate()
{
    uint64_t *r = registers.r;
    const uint64_t addresses = r[readReg[0]] ^ r[readReg[1]];
    spAddr0 ^= static_cast<uint32_t>(addresses);
    spAddr1 ^= static_cast<uint32_t>(addresses >> 32);
    uint8_t *line0 = scratchpad + (spAddr0 & L3_LINE);
    uint8_t *line1 = scratchpad + (spAddr1 & L3_LINE);
    for (int i = 0; i < 8; i++) {
        r[i] ^= load<uint64_t>(line0 + 8 * i);
    }
    for (int i = 0; i < 4; i++) {
        registers.f[i] = loadF(line1 + 8 * i);
        registers.e[i] = loadE(line1 + 32 + 8 * i);
    }

    runProgram();

    // What is read now was announced one iteration ago (v1: `mp` is `mx`) or two (v2: `mp` is `ma`).
    uint32_t &mp = version == Version::V2 ? ma : mx;
    mp ^= static_cast<uint32_t>(r[readReg[2]] ^ r[readReg[3]]);
    announced.push_back(mp);
    const uint64_t *item = read();
    for (int i = 0; i < 8; i++) {
        r[i] ^= item[i];
    }
    std::swap(mx, ma);

    memcpy(line1, r, 64);
    mixFloats();
    memcpy(line0, registers.f, 64);
    spAddr0 = 0;
    spAddr1 = 0;
}

/*
 * Step 7: the first item that was announced and not read yet, which is the one at `mt`. When it has not been computed yet, all
 * that are announced are.
 */
const uint64_t *Machine::read()
{
    if (nextItem == itemCount) {
        uint64_t numbers[Dataset::MOST_ITEMS];
        itemCount = static_cast<int>(announced.size());
        for (int i = 0; i < itemCount; i++) {
            numbers[i] = (datasetOffset + (announced[i] % DATASET_BASE & ~63ULL)) / 64;
        }
        dataset.items(numbers, itemCount, items);
        announced.clear();
        nextItem = 0;
    }
    return items[nextItem++];
}

/* 4.6.2, step 10. */
void Machine::mixFloats()
{
    __m128d *f = registers.f;
    if (version == Version::V1) {
        for (int i = 0; i < 4; i++) {
            f[i] = _mm_xor_pd(f[i], registers.e[i]);
        }
        return;
    }
    for (const __m128d e : registers.e) {
        const __m128i key = _mm_castpd_si128(e);
        f[0] = _mm_castsi128_pd(aesEncrypt(_mm_castpd_si128(f[0]), key));
        f[1] = _mm_castsi128_pd(aesDecrypt(_mm_castpd_si128(f[1]), key));
        f[2] = _mm_castsi128_pd(aesEncrypt(_mm_castpd_si128(f[2]), key));
        f[3] = _mm_castsi128_pd(aesDecrypt(_mm_castpd_si128(f[3]), key));
    }
}

/* 4.3.2: the fraction and the four low bits of the exponent are kept, the rest is the mask's. */
__m128d Machine::loadE(const uint8_t *at) const
{
    const __m128i kept = _mm_set1_epi64x((1LL << 56) - 1);
    return _mm_castsi128_pd(_mm_or_si128(_mm_and_si128(_mm_castpd_si128(loadF(at)), kept), eMask));
}

uint64_t Machine::memoryOperand(const Step &step) const
{
    return load<uint64_t>(scratchpad + (static_cast<uint32_t>(*step.src + step.constant) & step.mask));
}

const uint8_t *Machine::floatOperand(const Step &step) const
{
    return scratchpad + (static_cast<uint32_t>(*step.src + step.constant) & step.mask);
}

/* Chapters 5.2 to 5.5. */
void Machine::runProgram()
{
    for (int pc = 0; pc < programSize; pc++) {
        const Step &step = steps[pc];
        uint64_t &dst = *step.dst;
        __m128d &fdst = *step.fdst;
        switch (step.op) {
        case Op::AddShifted: dst += (*step.src << step.shift) + step.constant; break;
        case Op::AddMemory: dst += memoryOperand(step); break;
        case Op::Sub: dst -= *step.src; break;
        case Op::SubMemory: dst -= memoryOperand(step); break;
        case Op::MulReciprocal:
        case Op::Mul: dst *= *step.src; break;
        case Op::MulMemory: dst *= memoryOperand(step); break;
        case Op::MulHigh: dst = mulHigh(dst, *step.src); break;
        case Op::MulHighMemory: dst = mulHigh(dst, memoryOperand(step)); break;
        case Op::SignedMulHigh: dst = signedMulHigh(dst, *step.src); break;
        case Op::SignedMulHighMemory: dst = signedMulHigh(dst, memoryOperand(step)); break;
        case Op::Negate: dst = -dst; break;
        case Op::Xor: dst ^= *step.src; break;
        case Op::XorMemory: dst ^= memoryOperand(step); break;
        case Op::RotateRight: dst = rotatedRight(dst, *step.src); break;
        case Op::RotateLeft: dst = rotatedRight(dst, -*step.src); break;
        case Op::Swap: std::swap(dst, *const_cast<uint64_t *>(step.src)); break;
        case Op::SwapHalves: fdst = _mm_shuffle_pd(fdst, fdst, 1); break;
        case Op::FAdd: fdst = _mm_add_pd(fdst, *step.fsrc); break;
        case Op::FAddMemory: fdst = _mm_add_pd(fdst, loadF(floatOperand(step))); break;
        case Op::FSub: fdst = _mm_sub_pd(fdst, *step.fsrc); break;
        case Op::FSubMemory: fdst = _mm_sub_pd(fdst, loadF(floatOperand(step))); break;
        case Op::FScale: fdst = _mm_xor_pd(fdst, _mm_castsi128_pd(_mm_set1_epi64x(static_cast<int64_t>(0x80f0000000000000ULL)))); break;
        case Op::FMul: fdst = _mm_mul_pd(fdst, *step.fsrc); break;
        case Op::FDivMemory: fdst = _mm_div_pd(fdst, loadE(floatOperand(step))); break;
        case Op::FSqrt: fdst = _mm_sqrt_pd(fdst); break;
        case Op::Branch:
            dst += step.constant;
            if ((dst & step.mask) == 0) {
                pc = step.target - 1;
            }
            break;
        case Op::Round: {
            const uint64_t rotated = rotatedRight(*step.src, step.shift);
            if (version == Version::V1 || (rotated & 0x3c) == 0) {
                setRounding(static_cast<uint32_t>(rotated & 3));
            }
            break;
        }
        case Op::Store: memcpy(scratchpad + (static_cast<uint32_t>(dst + step.constant) & step.mask), step.src, 8); break;
        case Op::Nothing: break;
        }
    }
}

/* How many of the 256 opcodes each instruction has (tables 5.2.1 to 5.5.1), in the order of the opcodes. */
Machine::OpTable::OpTable()
{
    static const struct {
        Op op;
        int opcodes;
    } frequencies[] = {
        {Op::AddShifted, 16}, {Op::AddMemory, 7}, {Op::Sub, 16}, {Op::SubMemory, 7}, {Op::Mul, 16}, {Op::MulMemory, 4}, {Op::MulHigh, 4},
        {Op::MulHighMemory, 1}, {Op::SignedMulHigh, 4}, {Op::SignedMulHighMemory, 1}, {Op::MulReciprocal, 8}, {Op::Negate, 2}, {Op::Xor, 15},
        {Op::XorMemory, 5}, {Op::RotateRight, 8}, {Op::RotateLeft, 2}, {Op::Swap, 4}, {Op::SwapHalves, 4}, {Op::FAdd, 16}, {Op::FAddMemory, 5},
        {Op::FSub, 16}, {Op::FSubMemory, 5}, {Op::FScale, 6}, {Op::FMul, 32}, {Op::FDivMemory, 4}, {Op::FSqrt, 6}, {Op::Branch, 25},
        {Op::Round, 1}, {Op::Store, 16},
    };
    int opcode = 0;
    for (const auto &[which, opcodes] : frequencies) {
        for (int i = 0; i < opcodes; i++) {
            op[opcode++] = which;
        }
    }
}

void Machine::decode(const uint8_t *program)
{
    static const OpTable table;
    // The step that changed each register last, for CBRANCH (5.4.2).
    int changed[8] = {-1, -1, -1, -1, -1, -1, -1, -1};
    for (int i = 0; i < programSize; i++) {
        const uint8_t *word = program + 8 * i;
        const int dst = word[1] & 7;
        const int src = word[2] & 7;
        const uint8_t mod = word[3];
        const uint32_t immediate = load<uint32_t>(word + 4);
        const bool same = dst == src;
        Step &step = steps[i];
        step = Step{table.op[word[0]], 0, 0, 0, &registers.r[dst], &registers.r[src], &registers.f[dst & 3], &registers.a[src & 3], signExtended(immediate)};
        const uint32_t level = (mod & 3) == 0 ? L2 : L1;
        switch (step.op) {
        case Op::AddShifted:
            step.shift = mod >> 2 & 3;
            if (dst != 5) {
                step.constant = 0;
            }
            changed[dst] = i;
            break;
        case Op::Sub:
        case Op::Mul:
        case Op::Xor:
        case Op::RotateRight:
        case Op::RotateLeft:
            if (same) {
                step.src = &step.constant;
            }
            changed[dst] = i;
            break;
        case Op::MulHigh:
        case Op::SignedMulHigh:
        case Op::Negate: changed[dst] = i; break;
        case Op::AddMemory:
        case Op::SubMemory:
        case Op::MulMemory:
        case Op::MulHighMemory:
        case Op::SignedMulHighMemory:
        case Op::XorMemory:
            step.mask = same ? L3 : level;
            if (same) {
                step.src = &ZERO;
            }
            changed[dst] = i;
            break;
        case Op::MulReciprocal:
            if (isZeroOrPowerOf2(immediate)) {
                step.op = Op::Nothing;
                break;
            }
            step.constant = reciprocal(immediate);
            step.src = &step.constant;
            changed[dst] = i;
            break;
        case Op::Swap:
            if (same) {
                step.op = Op::Nothing;
                break;
            }
            changed[dst] = i;
            changed[src] = i;
            break;
        case Op::SwapHalves: step.fdst = dst < 4 ? &registers.f[dst] : &registers.e[dst - 4]; break;
        case Op::FAddMemory:
        case Op::FSubMemory: step.mask = level; break;
        case Op::FDivMemory:
            step.mask = level;
            step.fdst = &registers.e[dst & 3];
            break;
        case Op::FMul:
        case Op::FSqrt: step.fdst = &registers.e[dst & 3]; break;
        case Op::Branch: {
            const int b = (mod >> 4) + 8;
            step.constant = (step.constant | 1ULL << b) & ~(1ULL << (b - 1));
            step.mask = 0xffU << b;
            step.target = static_cast<int16_t>(changed[dst] + 1);
            for (int &last : changed) {
                last = i;
            }
            break;
        }
        case Op::Round: step.shift = immediate & 63; break;
        case Op::Store: step.mask = mod >> 4 >= 14 ? L3 : level; break;
        default: break;
        }
    }
}

/*
 * Computes RandomX hashes with the reference library, for the test stack.
 *
 * Reads lines "SEED BLOB" (hexadecimal) and answers each, in order, with a line that holds the hash, or with
 * "error REASON". Light mode: 256 MiB for the cache of one seed, which is kept until another seed is asked for.
 */
#include <randomx.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEED_SIZE 32
#define BLOB_MAX 256

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return -1;
}

/* Returns the number of bytes read, or -1 where the text is not that. */
static int from_hex(const char *text, unsigned char *bytes, int room)
{
    size_t length = strlen(text);
    if (length % 2 != 0 || length / 2 > (size_t)room) {
        return -1;
    }
    for (size_t i = 0; i < length / 2; i++) {
        int high = hex_digit(text[2 * i]);
        int low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return -1;
        }
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return (int)(length / 2);
}

int main(void)
{
    randomx_flags flags = randomx_get_flags();
    randomx_cache *cache = randomx_alloc_cache(flags);
    randomx_vm *vm = NULL;
    unsigned char current[SEED_SIZE];
    char line[1024];

    if (cache == NULL) {
        fputs("no memory for the RandomX cache (256 MiB)\n", stderr);
        return 1;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);

    while (fgets(line, sizeof line, stdin) != NULL) {
        char seed_text[2 * SEED_SIZE + 1], blob_text[2 * BLOB_MAX + 1];
        unsigned char seed[SEED_SIZE], blob[BLOB_MAX], hash[RANDOMX_HASH_SIZE];

        if (sscanf(line, "%64s %512s", seed_text, blob_text) != 2 || from_hex(seed_text, seed, SEED_SIZE) != SEED_SIZE) {
            puts("error not a seed and a blob");
            continue;
        }
        int size = from_hex(blob_text, blob, BLOB_MAX);
        if (size <= 0) {
            puts("error not a blob");
            continue;
        }
        if (vm == NULL || memcmp(seed, current, SEED_SIZE) != 0) {
            randomx_init_cache(cache, seed, SEED_SIZE);
            memcpy(current, seed, SEED_SIZE);
            if (vm == NULL) {
                vm = randomx_create_vm(flags, cache, NULL);
            } else {
                randomx_vm_set_cache(vm, cache);
            }
            if (vm == NULL) {
                fputs("no memory for a RandomX machine\n", stderr);
                return 1;
            }
        }
        randomx_calculate_hash(vm, blob, (size_t)size, hash);
        for (int i = 0; i < RANDOMX_HASH_SIZE; i++) {
            printf("%02x", hash[i]);
        }
        putchar('\n');
    }
    return 0;
}

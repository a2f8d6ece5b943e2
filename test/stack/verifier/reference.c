/*
 * Computes RandomX hashes (version 1: Debian's library knows no other) with the reference library, for the test stack.
 *
 * Reads lines "KEY INPUT" (hexadecimal, the key 1 to 60 bytes, the input up to 256) and answers each, in order, with a line
 * that holds the hash, or with "error REASON". Light mode: 256 MiB for the cache of one key, which is kept until another one
 * is asked for.
 */
#include <randomx.h>

#include "hex.h"

#define KEY_MAX 60
#define INPUT_MAX 256

int main(void)
{
    randomx_flags flags = randomx_get_flags();
    randomx_cache *cache = randomx_alloc_cache(flags);
    randomx_vm *vm = NULL;
    unsigned char current[KEY_MAX];
    int current_size = -1;
    char line[1024];

    if (cache == NULL) {
        fputs("no memory for the RandomX cache (256 MiB)\n", stderr);
        return 1;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);

    while (fgets(line, sizeof line, stdin) != NULL) {
        /* One byte too long is not cut, but refused. */
        char key_text[2 * KEY_MAX + 3], input_text[2 * INPUT_MAX + 3];
        unsigned char key[KEY_MAX], input[INPUT_MAX], hash[RANDOMX_HASH_SIZE];

        if (sscanf(line, "%122s %514s", key_text, input_text) != 2) {
            puts("error not a key and an input");
            continue;
        }
        int key_size = from_hex(key_text, key, KEY_MAX);
        int input_size = from_hex(input_text, input, INPUT_MAX);
        if (key_size <= 0 || input_size <= 0) {
            puts("error not hexadecimal");
            continue;
        }
        if (key_size != current_size || memcmp(key, current, (size_t)key_size) != 0) {
            randomx_init_cache(cache, key, (size_t)key_size);
            memcpy(current, key, (size_t)key_size);
            current_size = key_size;
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
        randomx_calculate_hash(vm, input, (size_t)input_size, hash);
        print_hex(hash, RANDOMX_HASH_SIZE);
        putchar('\n');
    }
    return 0;
}

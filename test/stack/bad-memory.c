/*
 * Bad memory under one mining thread: while XMRig tests itself, the bytes of the first thread's scratchpad change by themselves. To be loaded
 * before XMRig's own libraries. Of blocks of 2 MB that begin at a multiple of 2 MB, XMRig without huge pages takes one for the test of the
 * vectors, then one for each thread.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define BLOCK 2097152
#define SECONDS 10

static int blocks;

static void *spoil(void *block)
{
    const time_t end = time(NULL) + SECONDS;
    unsigned at = 1;
    while (time(NULL) < end) {
        for (int i = 0; i < 100000; i++) {
            at = at * 1103515245 + 12345;
            ((volatile unsigned char *)block)[at % BLOCK] ^= 1;
        }
    }
    return NULL;
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    int (*real)(void **, size_t, size_t) = (int (*)(void **, size_t, size_t))dlsym(RTLD_NEXT, "posix_memalign");
    const int result = real(out, alignment, size);
    if (result == 0 && size == BLOCK && alignment == BLOCK && __sync_add_and_fetch(&blocks, 1) == 2) {
        pthread_t thread;
        pthread_create(&thread, NULL, spoil, *out);
        pthread_detach(thread);
    }
    return result;
}

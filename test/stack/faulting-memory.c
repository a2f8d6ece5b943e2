/*
 * A computer that fails in the middle of a hash: again and again the first mining thread's scratchpad cannot be reached, which the processor
 * itself reports (SIGSEGV). To be loaded before XMRig's own libraries. Outside of a compiled program, where XMRig would end, the access is
 * tried again. Of blocks of 2 MB that begin at a multiple of 2 MB, XMRig without huge pages takes one for the test of the vectors, then one
 * for each thread.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <ucontext.h>

#define BLOCK 2097152

static int blocks;
static char *scratchpad;
static void (*handler)(int, siginfo_t *, void *);

static void *fail_again_and_again(void *unused)
{
    const struct timespec start = {4, 0};
    const struct timespec pause = {0, 400000000};
    nanosleep(&start, NULL);
    for (;;) {
        mprotect(scratchpad, BLOCK, PROT_NONE);
        nanosleep(&pause, NULL);
    }
    return unused;
}

static void on_fault(int signal_number, siginfo_t *info, void *context)
{
    Dl_info where;
    char *at = info->si_addr;
    void *instruction = (void *)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    if (at >= scratchpad && at < scratchpad + BLOCK) {
        mprotect(scratchpad, BLOCK, PROT_READ | PROT_WRITE);
        if (dladdr(instruction, &where) != 0) {
            return;
        }
    }
    handler(signal_number, info, context);
}

int sigaction(int signal_number, const struct sigaction *action, struct sigaction *old)
{
    int (*real)(int, const struct sigaction *, struct sigaction *) =
        (int (*)(int, const struct sigaction *, struct sigaction *))dlsym(RTLD_NEXT, "sigaction");
    if (signal_number != SIGSEGV || action == NULL || !(action->sa_flags & SA_SIGINFO)) {
        return real(signal_number, action, old);
    }
    struct sigaction ours = *action;
    handler = action->sa_sigaction;
    ours.sa_sigaction = on_fault;
    return real(signal_number, &ours, old);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    int (*real)(void **, size_t, size_t) = (int (*)(void **, size_t, size_t))dlsym(RTLD_NEXT, "posix_memalign");
    const int result = real(out, alignment, size);
    if (result == 0 && size == BLOCK && alignment == BLOCK && __sync_add_and_fetch(&blocks, 1) == 2) {
        pthread_t thread;
        scratchpad = *out;
        pthread_create(&thread, NULL, fail_again_and_again, NULL);
        pthread_detach(thread);
    }
    return result;
}

/*
 * What the system's own page protection and mappings cost. Reads lines with nanoseconds to work for, answers each with the
 * nanoseconds that one cycle took: the median of many short chunks, as the Java side does it.
 *
 *   cycles fault   mprotect(PROT_NONE), a load, SIGSEGV, mprotect(PROT_READ | PROT_WRITE) in the handler, the load again
 *   cycles page    mmap of one shared page of a memfd, a store, munmap
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define CYCLES 20
#define CHUNKS 100000

static size_t page_size;
static volatile uint32_t *page;
static int file;
static double chunks[CHUNKS];

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
}

static void *map(void)
{
    void *address = mmap(NULL, page_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (address == MAP_FAILED)
        fail("mmap");
    return address;
}

static void on_fault(int number, siginfo_t *info, void *context)
{
    (void) number;
    (void) info;
    (void) context;
    if (mprotect((void *) page, page_size, PROT_READ | PROT_WRITE) != 0)
        _exit(1);
}

static void cycle_fault(void)
{
    if (mprotect((void *) page, page_size, PROT_NONE) != 0)
        fail("mprotect");
    (void) *page;
}

static void cycle_page(void)
{
    volatile uint32_t *touched = map();
    *touched = 1;
    if (munmap((void *) touched, page_size) != 0)
        fail("munmap");
}

static int compare(const void *one, const void *other)
{
    double difference = *(const double *) one - *(const double *) other;
    return (difference > 0) - (difference < 0);
}

static double median_of_chunks(void (*cycle)(void), uint64_t budget)
{
    uint64_t end = now() + budget;
    size_t count = 0;
    do {
        uint64_t start = now();
        for (int i = 0; i < CYCLES; i++)
            cycle();
        chunks[count++] = (double) (now() - start) / CYCLES;
    } while (now() < end && count < CHUNKS);
    qsort(chunks, count, sizeof chunks[0], compare);
    return chunks[count / 2];
}

int main(int count, char **words)
{
    void (*cycle)(void) = NULL;
    if (count == 2 && strcmp(words[1], "fault") == 0)
        cycle = cycle_fault;
    else if (count == 2 && strcmp(words[1], "page") == 0)
        cycle = cycle_page;
    else {
        fprintf(stderr, "usage: cycles fault|page\n");
        return 2;
    }
    page_size = (size_t) sysconf(_SC_PAGESIZE);
    file = memfd_create("cycles", MFD_CLOEXEC);
    if (file < 0 || ftruncate(file, (off_t) page_size) != 0)
        fail("memfd_create");
    page = map();
    *page = 1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO;
    if (sigaction(SIGSEGV, &action, NULL) != 0)
        fail("sigaction");
    char line[64];
    while (fgets(line, sizeof line, stdin) != NULL) {
        printf("%.3f\n", median_of_chunks(cycle, strtoull(line, NULL, 10)));
        fflush(stdout);
    }
    return 0;
}

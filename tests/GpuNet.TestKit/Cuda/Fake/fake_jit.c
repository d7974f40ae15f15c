// The fake driver's compiler of PTX: ptx.py makes C++ of it, clang a library of the host. FAKE_FOLDER is given when this is compiled.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "fake.h"

int fake_compile_ptx(const char* text, char* library, int library_bytes, char* log, int log_bytes)
{
    char folder[] = "/tmp/fake-ptx-XXXXXX", command[4096], path[128];
    if (mkdtemp(folder) == NULL)
        return 0;
    snprintf(path, sizeof path, "%s/kernel.ptx", folder);
    FILE* file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
    snprintf(library, library_bytes, "%s.so", folder);
    snprintf(command, sizeof command,
        "(cd %s && python3 '%s/ptx.py' kernel.ptx > kernel.cpp && clang-19 -x c++ -std=c++17 -O1 -march=native -ffp-contract=off -w -fPIC -shared "
        "-nostdinc++ -include '%s/host_builtins.h' -include '%s/host_registers.h' -o %s kernel.cpp -lm) 2> %s/log",
        folder, FAKE_FOLDER, FAKE_FOLDER, FAKE_FOLDER, library, folder);
    int is_good = system(command) == 0;
    snprintf(path, sizeof path, "%s/log", folder);
    file = fopen(path, "r");
    size_t length = file == NULL ? 0 : fread(log, 1, log_bytes - 1, file);
    log[length] = 0;
    if (file != NULL)
        fclose(file);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) == 0 && is_good;
}

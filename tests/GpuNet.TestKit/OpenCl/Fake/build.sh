#!/usr/bin/env bash
# Builds the fake GPU into a folder: build.sh <folder>. With it, every program has an OpenCL GPU, and PoCL runs what it is given:
#   OCL_ICD_VENDORS=<folder> FAKE_GPU=amd gpunet devices
set -euo pipefail
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")"
clang-19 -std=gnu17 -O1 -Wall -Wextra -Werror -fvisibility=hidden -fPIC -shared -o "$folder/libfakegpu.so" fake_gpu.c
echo "$folder/libfakegpu.so" > "$folder/fakegpu.icd"

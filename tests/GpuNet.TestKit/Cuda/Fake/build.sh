#!/usr/bin/env bash
# Builds the fake CUDA driver and its compilers into a folder: build.sh <folder>. With them, every program has a CUDA device:
#   GPUNET_CUDA_LIBRARY=<folder>/libcuda.so GPUNET_NVRTC=<folder>/libnvrtc.so GPUNET_CUBLAS=<folder>/libcublas.so gpunet devices
set -euo pipefail
folder=$1
cd "$(dirname "$0")"

compile() { clang-19 -std=gnu17 -O1 -Wall -Wextra -Werror -fPIC -shared -o "$folder/$1" "${@:2}"; }

compile libcuda.so "-DFAKE_FOLDER=\"$PWD\"" fake_cuda.c fake_groups.c fake_jit.c
compile libcublas.so fake_cublas.c -lm
# Compiled kernels are kept from run to run, by the compiler's version: no other compiler's, and none of other built-ins.
minor=$((50 + $(cat fake_nvrtc.c fake_ptx.h host_builtins.h host_ptx.h host_wgmma.h | cksum | cut -d ' ' -f 1) % 50))
for major in 12 13; do
  compile "libnvrtc-$major.so" "-DFAKE_BUILTINS=\"$PWD/host_builtins.h\"" -DFAKE_MAJOR=$major -DFAKE_MINOR=$minor fake_nvrtc.c
done
ln -sf libnvrtc-12.so "$folder/libnvrtc.so"

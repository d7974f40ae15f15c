#!/usr/bin/env bash
# Runs the kernels' OpenCL C on Oclgrind, a simulator that sees data races, accesses out of bounds, barriers that not all items
# reach, and values that nobody wrote. Ends with 1 where it has seen one, and prints what it said.
#
#   tools/oclgrind.sh                        some kernels whose groups share memory: half a minute
#   tools/oclgrind.sh DisplayName~opencl     a filter of dotnet test: these are all kernels, and take ten minutes
#
# Needs Debian's package oclgrind. Oclgrind 21.10 must be called by one thread, so tests run one after the other. It takes values for
# unwritten that clEnqueueFillBuffer or an earlier kernel wrote: tests of several launches, as those of GpuNet.Runtime, are only
# to be run without OCLGRIND_UNINITIALIZED.
set -euo pipefail
cd "$(dirname "$0")/.."

shared='DisplayName~opencl&(FullyQualifiedName~ReductionTests.A_|FullyQualifiedName~SoftmaxKernelTests.Huge|FullyQualifiedName~NormKernelTests|FullyQualifiedName~Transpose)'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo /usr/lib/oclgrind/liboclgrind-rt-icd.so > "$folder/oclgrind.icd"

export OCL_ICD_VENDORS=$folder/ GPUNET_REQUIRE_DEVICES=opencl GPUNET_CACHE=off
# Optimized, a race may be gone before Oclgrind runs the kernel.
export OCLGRIND_CHECK_API=1 OCLGRIND_DATA_RACES=1 OCLGRIND_UNINITIALIZED=1 OCLGRIND_BUILD_OPTIONS=-cl-opt-disable
export OCLGRIND_LOG=$folder/log
dotnet test tests/GpuNet.Kernels.Tests -c Release -v minimal --filter "${1:-$shared}" -- xUnit.ParallelizeTestCollections=false
if [ -s "$folder/log" ]; then
  cat "$folder/log"
  exit 1
fi
echo "Oclgrind has nothing to say."

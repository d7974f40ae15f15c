// A fake cuBLAS for the fake driver, whose memory is the host's: products by the definition of BLAS, in double precision.
// Column-major, as https://docs.nvidia.com/cuda/cublas/ has it: element (i, j) of a matrix is at i + j * its leading dimension.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { INVALID_VALUE = 7, NOT_INITIALIZED = 1 };

struct handle { void *stream, *workspace; size_t workspace_bytes; int math_mode; };

int cublasCreate_v2(struct handle** handle)
{
    *handle = calloc(1, sizeof(struct handle));
    return 0;
}

int cublasGetProperty(int property, int* value)
{
    *value = (int[]) { 12, 0, 0 }[property];
    return 0;
}

const char* cublasGetStatusName(int status) { return status == INVALID_VALUE ? "CUBLAS_STATUS_INVALID_VALUE" : "CUBLAS_STATUS_NOT_INITIALIZED"; }

// A new stream takes the workspace away.
int cublasSetStream_v2(struct handle* handle, void* stream)
{
    handle->stream = stream;
    handle->workspace = NULL;
    return 0;
}

int cublasSetWorkspace_v2(struct handle* handle, void* workspace, size_t bytes)
{
    handle->workspace = workspace;
    handle->workspace_bytes = bytes;
    return (uintptr_t)workspace % 256 == 0 ? 0 : INVALID_VALUE;
}

int cublasSetMathMode(struct handle* handle, int mode)
{
    handle->math_mode = mode;
    return 0;
}

enum { FLOAT32 = 0, FLOAT64 = 1, FLOAT16 = 2, BFLOAT16 = 14, COMPUTE_FLOAT32 = 68, COMPUTE_TF32 = 77 };

static double number(const void* matrix, int type, size_t index, int compute)
{
    if (type == FLOAT64)
        return ((const double*)matrix)[index];
    uint32_t bits;
    float value;
    if (type == FLOAT32)
    {
        bits = ((const uint32_t*)matrix)[index];
        if (compute == COMPUTE_TF32)
            bits = (bits + 0x1000) & 0xffffe000;
    }
    else
    {
        bits = ((const uint16_t*)matrix)[index];
        if (type == FLOAT16)
        {
            int exponent = bits >> 10 & 31, fraction = bits & 1023;
            double magnitude = exponent == 0 ? ldexp(fraction, -24) : ldexp(1024 + fraction, exponent - 25);
            return bits & 0x8000 ? -magnitude : magnitude;
        }
        bits <<= 16;
    }
    memcpy(&value, &bits, 4);
    return value;
}

static int multiply(
    const struct handle* handle, int transpose_a, int transpose_b, int m, int n, int k, double alpha, const void* a, int a_type, int lda,
    const void* b, int b_type, int ldb, double beta, void* c, int c_type, int ldc, int compute)
{
    if (handle->stream == NULL || handle->workspace == NULL)
        return NOT_INITIALIZED;
    int a_rows = transpose_a ? k : m, b_rows = transpose_b ? n : k;
    if (lda < (a_rows > 1 ? a_rows : 1) || ldb < (b_rows > 1 ? b_rows : 1) || ldc < (m > 1 ? m : 1) || m < 0 || n < 0 || k < 0)
        return INVALID_VALUE;
    for (int j = 0; j < n; j++)
        for (int i = 0; i < m; i++)
        {
            double sum = 0;
            for (int step = 0; step < k; step++)
                sum += number(a, a_type, transpose_a ? step + (size_t)i * lda : i + (size_t)step * lda, compute)
                    * number(b, b_type, transpose_b ? j + (size_t)step * ldb : step + (size_t)j * ldb, compute);
            size_t at = i + (size_t)j * ldc;
            double before = beta == 0 ? 0 : beta * number(c, c_type, at, 0);
            if (c_type == FLOAT64)
                ((double*)c)[at] = alpha * sum + before;
            else
                ((float*)c)[at] = (float)(alpha * sum + before);
        }
    return 0;
}

int cublasSgemm_v2(
    struct handle* handle, int transpose_a, int transpose_b, int m, int n, int k, const float* alpha, const float* a, int lda, const float* b,
    int ldb, const float* beta, float* c, int ldc)
{
    return multiply(handle, transpose_a, transpose_b, m, n, k, *alpha, a, FLOAT32, lda, b, FLOAT32, ldb, *beta, c, FLOAT32, ldc, COMPUTE_FLOAT32);
}

int cublasDgemm_v2(
    struct handle* handle, int transpose_a, int transpose_b, int m, int n, int k, const double* alpha, const double* a, int lda,
    const double* b, int ldb, const double* beta, double* c, int ldc)
{
    return multiply(handle, transpose_a, transpose_b, m, n, k, *alpha, a, FLOAT64, lda, b, FLOAT64, ldb, *beta, c, FLOAT64, ldc, COMPUTE_FLOAT32);
}

int cublasGemmEx(
    struct handle* handle, int transpose_a, int transpose_b, int m, int n, int k, const void* alpha, const void* a, int a_type, int lda,
    const void* b, int b_type, int ldb, const void* beta, void* c, int c_type, int ldc, int compute, int algorithm)
{
    if (algorithm != -1 || c_type != FLOAT32 || (compute != COMPUTE_FLOAT32 && compute != COMPUTE_TF32))
        return INVALID_VALUE;
    return multiply(
        handle, transpose_a, transpose_b, m, n, k, *(const float*)alpha, a, a_type, lda, b, b_type, ldb, *(const float*)beta, c, c_type, ldc, compute);
}

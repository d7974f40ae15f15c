using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl;

/// <summary>Error codes in words.</summary>
internal static class ClErrors
{
    /// <summary>An exception that names the error and the call, and says what usually helps.</summary>
    public static CLException Exception(CLError error, string call) => new(error, $"{call} failed: {Describe(error)}");

    /// <summary>The name and number of an error, and what usually helps.</summary>
    public static string Describe(CLError error)
    {
        string name = Name(error);
        return Advice(error) is { } advice ? $"{name} ({(int)error}). {advice}" : $"{name} ({(int)error}).";
    }

    private static string Name(CLError error) => (int)error switch
    {
        -1001 => "CL_PLATFORM_NOT_FOUND_KHR",
        -69 => "CL_INVALID_PIPE_SIZE",
        -70 => "CL_INVALID_DEVICE_QUEUE",
        -14 => "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST",
        _ => Enum.IsDefined(error) ? error.ToString() : "unknown error",
    };

    private static string? Advice(CLError error) => error switch
    {
        CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES =>
            "The device has too little memory or registers left; free buffers, or use smaller ones or smaller groups.",
        CLError.CL_OUT_OF_HOST_MEMORY => "The host has too little memory left.",
        CLError.CL_INVALID_BUFFER_SIZE => "The buffer is larger than the device allows in one piece.",
        CLError.CL_INVALID_WORK_GROUP_SIZE or CLError.CL_INVALID_WORK_ITEM_SIZE =>
            "Choose the group size from the accelerator's limits.",
        CLError.CL_DEVICE_NOT_AVAILABLE => "Another program may hold the device.",
        CLError.CL_COMPILER_NOT_AVAILABLE => "The driver has no compiler; install the full driver package.",
        _ => null,
    };
}

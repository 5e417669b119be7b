revoke execute on function
  :functions
from public;
